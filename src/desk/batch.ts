/** A batch of letters that waits for approval: what is shown of it, and the fingerprint of exactly that. */
import { createHash } from 'node:crypto';
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { Carries, LetterFacts } from '../../schemas/letters.ts';
import { canonical } from '../audit/chain.ts';
import { approvalPrefix, withoutCodes } from '../mail/kinds/decision-line.ts';
import { csvText } from '../spreadsheets/csv-text.ts';

export type BatchLetter = { to: string; /** what it says, in short, as "hợp lệ" */ kind: string; code: string | null; subject: string; text: string; html: string; /** what it carries, as JSON */ carries?: string };
export type Batch = {
  /** formatCode(approvalPrefix(codePrefix), n) */
  code: string;
  what: LetterFacts<'approval-request'>['what'];
  about: string;
  askedBy: string;
  askedAt: Date;
  letters: BatchLetter[];
  /** two people have to approve it; and who did so first, where one did */
  fourEyes: boolean;
  first: LetterFacts<'approval-request'>['first'];
};

/** SHA-256 (hex) of every letter, word for word; the order in which they were read from the database does not matter. */
export function batchHash(letters: BatchLetter[]): string {
  const each = letters.map((l) => JSON.stringify([l.to, l.kind, l.code, l.subject, l.text, l.html, ...(l.carries === undefined ? [] : [l.carries])])).toSorted();
  return createHash('sha256').update(JSON.stringify(each)).digest('hex');
}

/** A letter as it is shown, and stands in the hash. */
export function shownLetter({ to, kind, code, subject, text, html, facts }: ProposedLetter): BatchLetter {
  const { attached } = facts as Carries;
  return { to, kind, code, subject, text, html, ...(attached === undefined ? {} : { carries: canonical(attached) }) };
}

const SAMPLE_CHARACTERS = 600;

/** Facts of the letter `approval-request`. @param csv how the full list goes along */
export function approvalFacts(batch: Batch, csv: { name: string; attached: boolean }, prefix: string): LetterFacts<'approval-request'> {
  const { letters } = batch;
  const hash = batchHash(letters);
  // The letter offers the batch alone: entries' codes in its samples may stand as they are.
  const shown = (text: string): string => withoutCodes(text, prefix, [approvalPrefix(prefix)]);
  const kinds = new Map<string, number>();
  for (const { kind } of letters) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return {
    code: batch.code, version: 0, standing: hash, words: ['approve', 'cancel'], what: batch.what, about: batch.about,
    letters: letters.length, recipients: new Set(letters.map((l) => l.to)).size,
    kinds: [...kinds].map(([label, count]) => ({ label, count })),
    samples: samplesOf(letters).map((l) => ({ to: l.to, subject: shown(l.subject), text: cut(shown(l.text)) })),
    hash, csv: { ...csv, rows: letters.length }, askedBy: batch.askedBy, askedAt: batch.askedAt.toISOString(),
    fourEyes: batch.fourEyes, first: batch.first,
  };
}

/** Three that differ where there are three: one of each kind first, then the first, the middle and the last. */
function samplesOf(letters: BatchLetter[]): BatchLetter[] {
  const kinds = new Map<string, BatchLetter>();
  for (const letter of letters) if (!kinds.has(letter.kind)) kinds.set(letter.kind, letter);
  const spread = [0, Math.floor(letters.length / 2), letters.length - 1].flatMap((i) => letters[i] ?? []);
  return [...new Set([...kinds.values(), ...spread])].slice(0, 3);
}

function cut(text: string): string {
  const letters = [...text.trim()];
  return letters.length <= SAMPLE_CHARACTERS ? letters.join('') : `${letters.slice(0, SAMPLE_CHARACTERS).join('').replace(/\s\S*$/, '')} …`;
}

const COLUMNS = ['to', 'kind', 'code', 'subject'] as const;

/** The full list for a spreadsheet program. */
export function batchCsv(letters: BatchLetter[]): string {
  return csvText([[...COLUMNS], ...letters.map((l) => COLUMNS.map((column) => l[column] ?? ''))]);
}
