/** What a judge's reply says, from all of its text: commands in lines of their own, scores in lines of the form, wherever a mail program put them. */
import { commandsIn } from './reply-commands.ts';
import type { ReplyForm } from './reply-form.ts';
import { scoresIn, type Found } from './reply-scores.ts';
import type { JudgeWord } from './words.ts';

/** wrong = which entry is meant cannot be said: nothing of the line is done */
export type JudgeCommand = { word: JudgeWord; codes: string[]; /** all that the letter names */ all: boolean; reason: string | null; line: string; wrong: 'mistyped-code' | 'no-code' | null };
export type Unread = { line: string; code: string | null; why: 'not-a-number' | 'out-of-range' | 'too-precise' | 'two-answers' | 'mistyped-code' | 'no-code' | 'other-form' };
/** hundredths of a point, by key of the criterion: what this mail says, and no more. sheet = in a spreadsheet that came with it */
export type GivenScores = { code: string; marks: Record<string, number>; comment: string | null; sheet?: true };
export type JudgeReply = { commands: JudgeCommand[]; scores: GivenScores[]; unread: Unread[] };

const MOST_UNREAD = 50;

/** @param own the judge's own words (MailReading.text); @param body all of the mail's text (MailReading.body) */
export function readJudgeReply(own: string, body: string, form: ReplyForm): JudgeReply {
  const { found, comments, unread } = scoresIn(body, form);
  const scores = new Map<string, GivenScores>();
  const of = (code: string): GivenScores => {
    const known = scores.get(code) ?? { code, marks: {}, comment: null };
    scores.set(code, known);
    return known;
  };
  for (const { code, key, hundredths } of settled(found, unread)) of(code).marks[key] = hundredths;
  for (const [code, comment] of comments) of(code).comment = comment.slice(0, 2_000);
  return { commands: commandsIn(own, form), scores: [...scores.values()], unread: unread.slice(0, MOST_UNREAD) };
}

/** The score form as a spreadsheet, read as lines of cells; what the mail itself says stands above it. Commands are not looked for there. */
export function withSheets(reply: JudgeReply, sheets: readonly string[], form: ReplyForm): JudgeReply {
  const read = sheets.map((text) => readJudgeReply('', text, { ...form, only: null, letter: '' }));
  const scores = new Map(reply.scores.map((s) => [s.code, s]));
  for (const given of read.flatMap((r) => r.scores)) {
    const own = scores.get(given.code);
    scores.set(given.code, own ? { ...own, marks: { ...given.marks, ...own.marks }, comment: own.comment ?? given.comment } : { ...given, sheet: true });
  }
  return { ...reply, scores: [...scores.values()], unread: [...reply.unread, ...read.flatMap((r) => r.unread)].slice(0, MOST_UNREAD) };
}

/** The judge's newer words stand above, or less deeply quoted; two different ones of the same depth are asked about. */
function settled(found: Found[], unread: Unread[]): Found[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) groups.set(`${one.code} ${one.key}`, [...groups.get(`${one.code} ${one.key}`) ?? [], one]);
  return [...groups.values()].flatMap((group) => {
    const least = Math.min(...group.map((g) => g.depth));
    const [first, ...others] = group.filter((g) => g.depth === least);
    if (!first) return [];
    if (others.every((o) => o.hundredths === first.hundredths)) return [first];
    unread.push({ line: first.line, code: first.code, why: 'two-answers' });
    return [];
  });
}
