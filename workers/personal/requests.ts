/** Requests of people about data of theirs: each with its dates, on record, closed by a person. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import type { PersonRequestKind } from '../../schemas/personal.ts';
import { PERSON_EXTENSION_DAYS, personDueAt } from '../../src/contest/working-days.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { addRequest, requestByNumber, updateRequest, type RequestRow } from '../../src/store/personal/requests.ts';

export type Request = { what: PersonRequestKind; address: string; messageId: string | null; receivedAt: Date; withOthers: boolean; by: string };

export async function noteRequest(tx: Tx, contest: Contest, made: Request): Promise<RequestRow> {
  const due = personDueAt(made.receivedAt, contest, made.withOthers);
  const row = await addRequest(tx, { what: made.what, address: made.address.toLowerCase(), messageId: made.messageId, receivedAt: made.receivedAt, answerDueAt: due.answer, doneDueAt: due.done });
  await record(tx, row, made.by, 'note-request');
  return row;
}

export type Step = { answered: true } | { extend: true } | { done: true } | { refused: string };

/** @throws Problem `wrong-use` where there is no such open request, or it was extended before */
export async function moveRequest(tx: Tx, contest: Contest, n: number, step: Step, by: string): Promise<RequestRow> {
  const row = await requestByNumber(tx, n);
  if (row === null) throw wrongUse(`there is no request ${n}; \`mailroom person request list\` shows them`);
  if (row.state !== 'open') throw wrongUse(`request ${n} is closed`);
  const set = changeOf(row, step, tx.now, contest, by);
  await updateRequest(tx, row.id, set);
  await record(tx, row, by, `${Object.keys(step)[0] ?? ''}-request`);
  return { ...row, ...set };
}

function changeOf(row: RequestRow, step: Step, now: Date, { zone }: Contest, by: string): Partial<RequestRow> {
  if ('answered' in step) return { answeredAt: now };
  if ('extend' in step) {
    if (row.extendedAt !== null) throw wrongUse(`request ${row.n} was extended before: the law knows one extension`);
    return { extendedAt: now, doneDueAt: DateTime.fromJSDate(row.doneDueAt, { zone }).plus({ days: PERSON_EXTENSION_DAYS }).toJSDate() };
  }
  // What is closed needs no address any more.
  const closed = { closedAt: now, closedBy: by, address: null };
  return 'done' in step ? { ...closed, state: 'done' } : { ...closed, state: 'refused', reason: step.refused };
}

async function record(tx: Tx, row: RequestRow, by: string, action: string): Promise<void> {
  await recordDecision(tx, { actor: by, action, subject: row.id, detail: { request: row.n, what: row.what } });
}
