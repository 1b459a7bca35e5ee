/** DNS as a parameter, and with an end: what answers too slowly, or is asked too much, counts as no answer. */
import { Resolver } from 'node:dns/promises';
import { within } from '../../deadline.ts';

/** Records of a type, as node:dns gives them; rejects with code ENOTFOUND or ENODATA where there are none. */
export type Resolve = (name: string, type: string) => Promise<unknown>;

/** The system's own servers. */
export function systemResolve(): Resolve {
  const resolver = new Resolver({ timeout: 2_500, tries: 2 });
  return (name, type) => resolver.resolve(name, type);
}

const MOST_QUESTIONS = 40;

/** Of one mail. `unanswered`: some question got no answer, so that nothing can be called a failure. */
export function bounded(resolve: Resolve, eachMs: number): { resolve: Resolve; unanswered: () => boolean } {
  let asked = 0;
  let unanswered = false;
  return {
    unanswered: () => unanswered,
    resolve: async (name, type) => {
      try {
        if (++asked > MOST_QUESTIONS) throw timeout('too many questions');
        return await within(eachMs, resolve(name, type), () => timeout(`no answer within ${eachMs} ms`));
      } catch (error) {
        if (!isEmpty(error)) unanswered = true;
        throw error;
      }
    },
  };
}

/** There is no such record: an answer, too. */
export function isEmpty(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

function timeout(why: string): Error {
  return Object.assign(new Error(why), { code: 'ETIMEOUT' });
}
