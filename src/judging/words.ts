/** The words a judge answers with, at the beginning of a line of their own. */
import { fold } from '../vietnamese/fold.ts';

const judgeWords = ['accept', 'decline', 'conflict', 'pause', 'resume'] as const;
export type JudgeWord = (typeof judgeWords)[number];

/** The longer before the shorter. Typed with all of its marks or with none: "nhân rộng" is another word. */
const SPOKEN: [string, JudgeWord][] = [
  ['nhận chấm', 'accept'], ['nhận lời', 'accept'], ['nhận', 'accept'], ['accept', 'accept'],
  ['từ chối', 'decline'], ['decline', 'decline'], ['xung đột lợi ích', 'conflict'], ['xung đột', 'conflict'], ['conflict of interest', 'conflict'], ['conflict', 'conflict'],
  ['tạm dừng', 'pause'], ['pause', 'pause'], ['tiếp tục', 'resume'], ['resume', 'resume'],
];
const COURTESY = /^(?:(?:vang|dear|kinh gui ban to chuc|kinh gui btc)[,.:]? )?(?:(?:toi|em|i) )?(?:(?:xin|dong y|will) )?/;
/** "NHẬN được thư" says that a letter arrived: behind the word stand codes and courtesies, or nothing. */
const ACCEPTING = /^[\s,]*(?:(?:a|nhe|nha|bai|cac bai|va|and)(?![\p{L}])[\s,]*|[a-z0-9]{2,8}[ .–—_-]?[0-9oil]{4,6}[ .–—_-]?[0-9a-z](?![\p{L}\p{N}])[\s,]*)*(?:$|[.;:–—-])/u;
const ALL = /^[\s:,–—-]*(?:tat ca(?: cac bai)?|het|toan bo|ca|all(?: entries)?)(?![\p{L}])/u;

export type SpokenLine = { word: JudgeWord; /** all that the letter names */ all: boolean; /** behind the word, folded no more: codes and reasons */ rest: string };

/** @param line one line of the judge's own; null where it begins with none of the words */
export function judgeWordIn(line: string): SpokenLine | null {
  const text = line.slice(0, 2_000).replace(/^[\s*•·–—"'“”«»-]+/, '').normalize('NFC').replace(/\s+/g, ' ').trim();
  const folded = fold(text);
  const start = COURTESY.exec(folded)?.[0].length ?? 0;
  const found = SPOKEN.find(([spoken]) => isWritten(text.slice(start, start + spoken.length), spoken) && !/^[\p{L}\p{N}]/u.test(text.slice(start + spoken.length)));
  if (!found) return null;
  const behind = text.slice(start + found[0].length);
  const all = ALL.exec(fold(behind));
  const rest = all === null ? behind : behind.trimStart().slice(all[0].trimStart().length);
  return found[1] === 'accept' && !ACCEPTING.test(fold(rest)) ? null : { word: found[1], all: all !== null, rest };
}

function isWritten(text: string, word: string): boolean {
  const plain = text.toLowerCase();
  return plain === word || plain === fold(word);
}

/** What stands behind the codes as a reason: without the marks and words that lead to it. */
export function reasonIn(rest: string): string | null {
  const said = rest.replace(/^[\s:,.;–—-]+/, '').replace(/^(?:vì|vi|do|lý do|ly do|because|reason)[\s:]+/iu, '').replace(/\s+/g, ' ').replace(/[\s,;]+$/, '').trim();
  return /\p{L}/u.test(said) ? said.slice(0, 500) : null;
}
