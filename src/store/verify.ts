/**
 * The oracle's questions to the database: every invariant as one small named query on the real data, and what is no
 * violation but must be seen. Checks that need files or the mailbox are added by the caller (workers/verify.ts).
 */
import { sql } from 'drizzle-orm';
import { assignmentProposal, entry } from '../../schemas/tables.ts';
import { formatCode, numberOf } from '../entry/code.ts';
import { proposalHash } from '../judging/proposal.ts';
import { brokenLinks } from './audit.ts';
import type { Tx } from './database.ts';
import { divergenceRules } from './invariants/divergence.ts';
import { assignmentRules } from './invariants/assignments.ts';
import { deadlineRules } from './invariants/deadlines.ts';
import { entryRules } from './invariants/entries.ts';
import { erasedRules } from './invariants/erased.ts';
import { jobRules } from './invariants/jobs.ts';
import { judgeLetterRules } from './invariants/judge-letters.ts';
import { letterRules } from './invariants/letters.ts';
import { messageRules } from './invariants/messages.ts';
import { questionRules } from './invariants/questions.ts';
import { paperRules } from './invariants/papers.ts';
import { resultRules } from './invariants/results.ts';
import type { Rule } from './invariants/rule.ts';
import { sheetRules } from './invariants/sheets.ts';

export type Invariant = {
  name: string;
  /** how many rows, files or places were looked at */
  checked: number;
  /** sentences for staff; none = it holds */
  violations: string[];
  /** what of it was not looked at, and why */
  note?: string;
};

/** What is as it should be and must be seen all the same. */
export type Listed = { name: string; items: string[] };

/** More of one kind are cut off: the first thousand tell the story. */
const MOST = 1_000;

/** Every rule that needs the database alone, in the order in which mail becomes letters. */
export const rules: readonly Rule[] = [...messageRules, ...entryRules, ...deadlineRules, ...paperRules, ...questionRules, ...letterRules, ...assignmentRules, ...divergenceRules, ...judgeLetterRules, ...sheetRules, ...resultRules, ...jobRules, ...erasedRules];

/** Every rule on the rows as they are now, with the first of what breaks it. */
export async function checkInvariants(tx: Tx): Promise<Invariant[]> {
  const results: Invariant[] = [];
  for (const { name, checked, violations } of rules) {
    const counted = await tx.execute<{ n: number }>(checked);
    const found = await tx.execute<{ v: string }>(sql`select v from (${violations}) broken limit ${MOST}`);
    results.push({ name, checked: counted.rows[0]?.n ?? 0, violations: found.rows.map((r) => r.v) });
  }
  results.push(await checkCodes(tx), await checkProposals(tx));
  results.push({ name: 'the audit chain is unbroken', ...(await brokenLinks(tx)) });
  return results;
}

/** A code's check character is arithmetic that SQL does not know. */
async function checkCodes(tx: Tx): Promise<Invariant> {
  const rows = await tx.select({ number: entry.number, code: entry.code }).from(entry);
  const wrong = rows.filter(({ number, code }) => numberOf(code) !== number || formatCode(code.split('-')[0] ?? '', number) !== code);
  return { name: 'every code is the code of its number', checked: rows.length, violations: wrong.slice(0, MOST).map(({ number, code }) => `${code} is not the code of number ${number}`) };
}

/** What was approved is what was shown: the hash covers every pair, and is arithmetic, too. */
async function checkProposals(tx: Tx): Promise<Invariant> {
  const rows = await tx.select().from(assignmentProposal);
  const wrong = rows.filter((p) => proposalHash(p) !== p.hash);
  return { name: 'every proposal of an assignment is as it was shown', checked: rows.length, violations: wrong.slice(0, MOST).map((p) => `proposal ${p.n} (${p.state}) was changed: its rows have another hash than ${p.hash.slice(0, 12)}`) };
}

/** Letters whose end stays unclear, and jobs that were given up: a person looks. */
export async function readListed(tx: Tx): Promise<Listed[]> {
  const unclear = await tx.execute<{ v: string }>(sql`select 'letter ' || id || ' (' || kind || ') to ' || to_address || ', ' || attempts || ' tries: ' || coalesce(reason, 'no reason recorded') as v
    from letter where state = 'unknown' order by created_at limit ${MOST}`);
  const dead = await tx.execute<{ v: string }>(sql`select 'job ' || key || ': ' || coalesce(last_error, 'no reason recorded') as v from job where dead_at is not null order by dead_at limit ${MOST}`);
  return [
    { name: 'letters of which it is not known whether they arrived', items: unclear.rows.map((r) => r.v) },
    { name: 'jobs that were given up', items: dead.rows.map((r) => r.v) },
  ];
}
