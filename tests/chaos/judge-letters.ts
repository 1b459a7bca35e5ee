/** Was every entrant answered exactly once, by the log of what the mail server really took? */
import type { LedgerLine } from './ledger.ts';
import type { Accepted } from './sink.ts';
import { EVIDENCE_MS, type Stand } from './stand.ts';

type Letter = { id: string; kind: string; state: string; reason: string | null; to: string; attempts: number; messageId: string };
/** A letter the server took twice because nothing told the service of the first time. */
export type PossibleDuplicate = { letter: string; to: string; why: string };
export type LetterVerdict = {
  violations: string[];
  possibleDuplicates: PossibleDuplicate[];
  /** letters whose end stays unclear: listed for staff */
  unresolved: { letter: string; to: string; taken: number }[];
  /** letters by what settled them */
  settledBy: Record<string, number>;
  resent: number;
  /** sends that ended unclear */
  unclear: number;
};

export async function judgeLetters(stand: Stand, ledger: LedgerLine[]): Promise<LetterVerdict> {
  const letters = await stand.query<Letter>('select id, kind, state, reason, to_address as "to", attempts, rfc_message_id as "messageId" from letter order by created_at');
  const [{ n: unclear } = { n: 0 }] = await stand.query<{ n: number }>(`select count(*)::int as n from job where name = 'settle-letter'`);
  const taken = groupedBy(stand.sink.accepted, (one) => one.messageId);
  const verdict: LetterVerdict = { violations: [], possibleDuplicates: [], unresolved: [], settledBy: {}, resent: 0, unclear };
  for (const letter of letters) judgeLetter(letter, (taken.get(letter.messageId) ?? []).filter((one) => one.to.includes(letter.to)), verdict);
  verdict.violations.push(...judgeAnswers(ledger, letters), ...strangers(stand.sink.accepted, letters));
  if (verdict.possibleDuplicates.length > unclear) verdict.violations.push(`${verdict.possibleDuplicates.length} possible duplicates, but only ${unclear} sends ended unclear`);
  return verdict;
}

function judgeLetter(letter: Letter, taken: Accepted[], verdict: LetterVerdict): void {
  const name = `letter ${letter.id} (${letter.kind} to ${letter.to}, ${letter.state}, ${letter.attempts} tries${letter.reason ? `, ${letter.reason}` : ''})`;
  const settled = /^settled by (.+)$/.exec(letter.reason ?? '')?.[1];
  if (settled) verdict.settledBy[settled] = (verdict.settledBy[settled] ?? 0) + 1;
  if (/sent once more/.test(letter.reason ?? '')) verdict.resent++;
  if (letter.state === 'unknown') verdict.unresolved.push({ letter: letter.id, to: letter.to, taken: taken.length });
  else if (letter.state !== 'sent' && letter.state !== 'bounced') verdict.violations.push(`${name} has not left`);
  else if (taken.length === 0) verdict.violations.push(`${name} counts as ${letter.state}, and no server took it`);
  const [first, second, ...more] = taken;
  if (!first || !second) return;
  const why = excuse(first);
  if (more.length > 0) verdict.violations.push(`${name} was taken ${taken.length} times`);
  else if (why === null) verdict.violations.push(`${name} was taken twice, ${Math.round(second.takenAt - first.takenAt)} ms apart, and the evidence (${first.evidence}) lay in the mailbox ${Math.round((first.shownAt ?? 0) - first.takenAt)} ms after the first time`);
  else verdict.possibleDuplicates.push({ letter: letter.id, to: letter.to, why });
}

/** Why the service could not know of the first time; null where it could. */
function excuse({ evidence, takenAt, shownAt }: Accepted): string | null {
  if (shownAt === null) return 'no evidence ever showed';
  return shownAt - takenAt > EVIDENCE_MS ? `its evidence (${evidence}) showed ${Math.round(shownAt - takenAt)} ms later, after the wait of ${EVIDENCE_MS} ms` : null;
}

/** One letter to each entrant and each asker, none to machines. */
function judgeAnswers(ledger: LedgerLine[], letters: Letter[]): string[] {
  const byAddress = groupedBy(letters, (letter) => letter.to);
  return ledger.flatMap((line) => {
    const kinds = (byAddress.get(line.from) ?? []).map((letter) => letter.kind);
    const wanted = line.kind === 'entry' ? ['receipt'] : line.kind === 'question' ? ['question-received'] : [];
    return kinds.join() === wanted.join() ? [] : [`mail ${line.number} (${line.kind} of ${line.from}) has the letters [${kinds.join(', ')}] instead of [${wanted.join(', ')}]`];
  });
}

/** Mail to people that the outbox does not know. */
function strangers(accepted: Accepted[], letters: Letter[]): string[] {
  const known = new Set(letters.map((letter) => letter.messageId));
  return accepted.filter((one) => !known.has(one.messageId)).map((one) => `the server took ${one.messageId} to ${one.to.join(', ')}, which is no letter of the outbox`);
}

function groupedBy<T>(all: T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...groups.get(keyOf(one)) ?? [], one]);
  return groups;
}
