/** Environment variables to a checked Env. Called by the command line alone. */
import { envSchema, secretVariables, type Env } from '../schemas/env.ts';
import { Problem, reasonOf } from '../src/problem.ts';

type Variables = Record<string, string | undefined>;

/**
 * @param readFile gives the text of a file; for NAME_FILE variables
 * @throws Problem `configuration`, one line that names the variable and the expected form; never its value
 */
export function readEnvironment(variables: Variables, readFile: (path: string) => string): Env {
  const given: Variables = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  for (const name of secretVariables) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) throw wrong(`${name} and ${name}_FILE are both set: keep one of them`);
    try {
      given[name] = readFile(path).trim();
    } catch (error) {
      throw wrong(`${name}_FILE: cannot read it (${reasonOf(error)})`);
    }
  }
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw wrong(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
}

/** The variables a command cannot do without. */
export function required<K extends keyof Env>(env: Env, names: readonly K[]): { [N in K]: NonNullable<Env[N]> } {
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length > 0) throw wrong(missing.map((name) => `${name}: not set; expected ${forms[name] ?? 'a value'}`).join('\n'));
  return env as { [N in K]: NonNullable<Env[N]> };
}

const forms: Partial<Record<keyof Env, string>> = {
  DATABASE_URL: 'postgres://user:password@host:5432/database',
  IMAP_URL: 'imaps://user:password@host:993/INBOX',
  SMTP_URL: 'smtps://user:password@host:465',
  SECRET_KEY: '32 bytes or more, for example from: openssl rand -base64 32',
};

function wrong(line: string): Problem {
  return new Problem('configuration', { forUser: line });
}
