/** What a reply answers of the points that our letter listed, by entry. */
import type { Contest } from '../../schemas/contest.ts';
import type { MailReading } from '../../schemas/reading.ts';
import { linesByCode, readAnswers, type Answers } from '../../src/entry/answers.ts';
import { withQuotes } from '../../src/mail/kinds/decision-context.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, followMerges, versionsOf } from '../../src/store/entries.ts';
import type { LetterRow } from '../../src/store/letters.ts';

/** Letters that list points to mend: under `entries`, or about one entry. */
type Lists = { code?: string; missing?: string[]; entries?: { code: string; missing?: string[] }[] };

/** A letter of a clerk's whole collection lists more entries than anybody answers inline. */
const MOST_ENTRIES = 50;

/** @returns by id of the entry; entries that nothing was answered about are not named */
export async function answersIn(tx: Tx, letter: LetterRow | null, reading: MailReading, contest: Contest): Promise<Map<string, Answers>> {
  const found = new Map<string, Answers>();
  const lists = (letter?.facts ?? {}) as Lists;
  const asked = [...lists.entries ?? [], ...(lists.code === undefined ? [] : [{ code: lists.code, missing: lists.missing }])].filter((e) => (e.missing?.length ?? 0) > 0).slice(0, MOST_ENTRIES);
  if (asked.length === 0) return found;
  const said = withQuotes(reading.text, reading.body === '' ? reading.text : reading.body);
  // Where the letter lists several entries an answer is for the one under whose code it stands.
  const several = (lists.entries?.length ?? 1) > 1 ? linesByCode(said, asked.map((e) => e.code), contest.codePrefix) : null;
  for (const { code, missing = [] } of asked) {
    const own = several === null ? said : several.get(code);
    if (own === undefined) continue;
    const [entry] = await followMerges(tx, await entriesByCode(tx, [code]));
    const findings = entry ? (await versionsOf(tx, entry.id)).at(-1)?.findings ?? [] : [];
    // What was mended since is asked no more, and keeps its number.
    const points = missing.map((says) => ({ says, code: findings.find((f) => f.forEntrant === says)?.code ?? null }));
    const answers = readAnswers(own, points, contest);
    if (entry && Object.keys(answers).length > 0) found.set(entry.id, answers);
  }
  return found;
}
