/** NHẬN, TỪ CHỐI, XUNG ĐỘT and the like, in a judge's own lines: which word, and for which entries. */
import { entryCodesIn, leadingCodes } from '../mail/kinds/decision-line.ts';
import { echoOf } from './echo.ts';
import { MOST_LINES, type ReplyForm } from './reply-form.ts';
import type { JudgeCommand } from './reply.ts';
import { judgeWordIn, reasonIn, type SpokenLine } from './words.ts';

const MOST_COMMANDS = 200;

export function commandsIn(own: string, form: ReplyForm): JudgeCommand[] {
  const isEcho = echoOf(form.letter);
  return own.split('\n').slice(0, MOST_LINES).filter((line) => !line.startsWith('>') && !isEcho(line))
    .flatMap((line) => spokenIn(line, form).map((spoken) => commandOf(spoken, line, form))).slice(0, MOST_COMMANDS);
}

/** Where another word may begin within a line: "NHẬN A; XUNG ĐỘT B: …". */
const BETWEEN = /(?:(?<=[.;,])\s+|\s+[–—-]\s+|\s+(?=(?:và|va|còn|con|nhưng|nhung|and|but)\s))(?:(?:và|va|còn|con|nhưng|nhung|and|but)\s+)?/giu;

/** A second word counts where it names an entry; else it is part of what was said before it. */
function spokenIn(line: string, { prefix }: ReplyForm): SpokenLine[] {
  const text = line.slice(0, 2_000).normalize('NFC');
  const { valid, wrong } = entryCodesIn(text, prefix);
  const cuts = valid.length === 0 && !wrong ? [] : [...text.matchAll(BETWEEN)].slice(0, MOST_CUTS).filter((m) => {
    const word = judgeWordIn(text.slice(m.index + m[0].length));
    return word !== null && word.word !== 'pause' && word.word !== 'resume' && leadsToCodes(word.rest, prefix);
  });
  const ends = [...cuts.map((m) => m.index), text.length];
  return [0, ...cuts.map((m) => m.index + m[0].length)].flatMap((start, i) => judgeWordIn(text.slice(start, ends[i])) ?? []);
}

const MOST_CUTS = 20;

function leadsToCodes(rest: string, prefix: string): boolean {
  return leadingCodes(behindFilling(rest), prefix) !== null;
}

/** "TỪ CHỐI chấm …", "XUNG ĐỘT với …" */
function behindFilling(rest: string): string {
  return rest.replace(/^[\s:,.–—-]+/, '').replace(/^(?:(?:chấm|cham|đánh giá|danh gia|với|voi|đối với|doi voi|judging|for|with)\s+)+/iu, '');
}

function commandOf({ word, all, rest }: SpokenLine, line: string, { prefix, only }: ReplyForm): JudgeCommand {
  const said = { word, all, line: line.trim().slice(0, 200), reason: word === 'accept' || word === 'resume' ? null : reasonIn(rest) };
  if (all || word === 'pause' || word === 'resume') return { ...said, codes: [], wrong: null };
  const list = leadingCodes(behindFilling(rest), prefix);
  if (list !== null) return { ...said, reason: said.reason === null ? null : reasonIn(list.rest), ...(list.mistyped.length > 0 ? { codes: [], wrong: 'mistyped-code' as const } : { codes: list.codes, wrong: null }) };
  const { valid, wrong } = entryCodesIn(rest, prefix);
  if (wrong) return { ...said, codes: [], wrong: 'mistyped-code' };
  if (valid.length === 0) return { ...said, codes: only === null ? [] : [only], wrong: null };
  // A code in the middle of a reason is what the line is about only where nothing else can be.
  const [code] = valid.length === 1 && word !== 'accept' ? valid : [];
  return code !== undefined && (only === null || only === code) ? { ...said, codes: [code], wrong: null } : { ...said, codes: [], wrong: 'no-code' };
}
