/** A command of the program inside the test: what it printed, and how it ended. */
import { Command } from 'commander';

export async function runCommand(command: Command, args: string[], variables: Record<string, string>): Promise<{ said: string; code: number }> {
  const before = new Map(Object.keys(variables).map((name) => [name, process.env[name]]));
  const write = process.stdout.write;
  let said = '';
  Object.assign(process.env, variables);
  process.stdout.write = ((text: string) => { said += text; return true; }) as typeof process.stdout.write;
  try {
    await new Command().addCommand(command).exitOverride().parseAsync([command.name(), ...args], { from: 'user' });
    return { said, code: Number(process.exitCode ?? 0) };
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
    for (const [name, value] of before) if (value === undefined) delete process.env[name]; else process.env[name] = value;
  }
}
