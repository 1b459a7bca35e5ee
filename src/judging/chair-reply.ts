/** What the chair answers to the one entry that a letter asks about: a score in the form, or alone in a line of its own, with or without the code before it. */
import { bareScore } from './score-line.ts';
import { readJudgeReply, type JudgeCommand, type Unread } from './reply.ts';

export type ChairReply = { /** hundredths of a point */ score: number | null; opinion: string | null; unread: Unread[]; /** a conflict, or a refusal */ command: JudgeCommand | null };
export type ChairForm = { prefix: string; code: string; /** the most that counts, in points */ most: number; decimals: number; /** plain text of our letter */ letter: string };

const KEY = 'chair';

/** @param own the chair's own words; @param body all of the mail's text */
export function readChairReply(own: string, body: string, { prefix, code, most, decimals, letter }: ChairForm): ChairReply {
  const form = { prefix, criteria: [{ key: KEY, points: most }], decimals, only: code, letter };
  const alone = linesAbove(own, letter).flatMap((line) => { const score = scoreAlone(line, code); return score === null ? [] : [`1: ${score}`]; });
  const { scores, unread, commands } = readJudgeReply(own, [...alone, body].join('\n'), form);
  const given = scores.find((s) => s.code === code);
  const others = scores.filter((s) => s.code !== code).map((s): Unread => ({ line: s.code, code: s.code, why: 'mistyped-code' }));
  const refusing = commands.filter((c) => c.word === 'conflict' || c.word === 'decline');
  const command = refusing.find((c) => c.wrong === null && (c.all || c.codes.includes(code))) ?? null;
  const astray = refusing.filter((c) => c !== command && !c.codes.includes(code)).map((c): Unread => ({ line: c.line, code: null, why: 'mistyped-code' }));
  return { score: given?.marks[KEY] ?? null, opinion: given?.comment ?? null, unread: [...unread, ...others, ...astray], command };
}

const MOST_LINES = 20;

/** What stands above our letter where it came back without a mark: numbers of its own are no answer. */
function linesAbove(own: string, letter: string): string[] {
  const ours = new Set(letter.split('\n').map((line) => line.trim()).filter((line) => /\p{L}/u.test(line)));
  const lines = own.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('>'));
  const end = lines.findIndex((line) => ours.has(line));
  return lines.slice(0, Math.min(MOST_LINES, end < 0 ? lines.length : end));
}

const LABEL = /^(?:(?:toi|tôi)\s+(?:cho|quyết định)\s+)?(?:điểm|diem|score)(?:\s+(?:quyết định|quyet dinh|của tôi|cua toi))?\s*[:=]?\s*/iu;

/** "75,5", "75,5 điểm", "Điểm: 75,5", "CCHC24-0001-I: 75,5"; null where a line says more, or something else. */
function scoreAlone(line: string, code: string): string | null {
  const text = line.normalize('NFKC').trim();
  const named = text.toUpperCase().startsWith(code) ? text.slice(code.length).replace(/^\s*[:=–—-]?\s*/, '') : text;
  const said = named.replace(LABEL, '').replace(/\.$/, '');
  // A telephone number in a signature is none.
  return bareScore(said) && /^\s*\d{1,3}(?!\d)/.test(said) ? said : null;
}
