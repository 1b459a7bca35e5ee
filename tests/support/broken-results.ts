/** Closed rounds and prizes, broken on purpose: for the oracle's test. */
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';

const RESTS = 'a closed round rests on complete sheets for its own entries';
const ON_RECORD = 'what people decided of rounds and prizes is on record';
const RANKED = 'a prize that holds went to an entry of a closed round';
export const RESULT_RULES = [RESTS, ON_RECORD, RANKED];

/** A decision of each kind that is on record: what is broken below breaks one rule alone. */
export async function recordForResults(tx: Tx): Promise<void> {
  for (const [action, subject] of [['close-round', 'preliminary'], ['give-prizes', 'hau-giang-2024']] as const) await recordDecision(tx, { actor: 'staff', action, subject, detail: { hash: 'h' } });
}

const CLOSED = (round: string, hash: string): string => `insert into round_outcome (round, hash, actor, reason, at) values ('${round}', '${hash}', 'x', 'x', now())`;
const PRIZE = (entry: string, hash: string): string => `insert into award (prize, slot, entry_id, state, hash, actor, reason, at) values ('first', 1, ${entry}, 'approved', '${hash}', 'x', 'x', now())`;

/** What is broken, the rule that says so, in which words, and how. @param second id of the entry CCHC24-0002, as SQL */
export function brokenResults(second: string): [string, string, RegExp, string[]][] {
  return [
    ['a closed round on a sheet that is none', RESTS, /the round preliminary ranks CCHC24-0002-\w by the sheet [0-9a-f-]+, which is none of its own/, [CLOSED('preliminary', 'h'), `insert into round_standing select o.id, ${second}, 1, '80.0', null, jsonb_build_array(gen_random_uuid()), true from round_outcome o`]],
    ['a round that nobody closed', ON_RECORD, /that the round defence was closed is not in the audit log/, [CLOSED('defence', 'h')]],
    ['a prize that nobody gave', ON_RECORD, /that first 1 was given is not in the audit log/, [PRIZE('null', 'other')]],
    ["a chair's word that was never said", ON_RECORD, /the chair's word on CCHC24-0002-\w is not in the audit log/, [`insert into chair_decision (round, entry_id, hundredths, reason, actor, at) values ('preliminary', ${second}, 8000, 'x', 'x', now())`]],
    ['a special prize that nobody approved', ON_RECORD, /the special prize for CCHC24-0002-\w is approved, and nobody decided so/, [`insert into special_award (entry_id, state, reason, actor, at, changed_at) values (${second}, 'approved', 'x', 'x', now(), now())`]],
    ['a prize for an entry that was never ranked', RANKED, /first 1 went to CCHC24-0002-\w, which stands in no closed round/, [PRIZE(second, 'h')]],
  ];
}
