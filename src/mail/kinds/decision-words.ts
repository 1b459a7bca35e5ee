/** The words by which staff decides, in every spelling that is surely meant; what is only near one is never a command. */
import type { DecisionWord } from '../../../schemas/desk.ts';
import { fold } from '../../vietnamese/fold.ts';

export type SpokenWord = {
  word: DecisionWord;
  written: string;
  /** characters of the line that it takes */
  length: number;
  /** in capitals: nobody shouts in prose */
  shouted: boolean;
  /** HUY without its mark is a name, too: it counts only where nothing but codes follows, or a reason that is set apart */
  weak: boolean;
};

const END = String.raw`(?![\p{L}\p{N}\p{M}_])`;
/** Each syllable with all of its marks or with none: another mark makes another word. Longer phrases first. */
const spellings: [DecisionWord, RegExp][] = ([
  ['ineligible', String.raw`kh(?:o|ô)ng[ -]{1,3}h(?:o|ợ)p[ -]{1,3}l(?:e|ệ)|not[ -]{1,3}eligible|ineligible`],
  ['eligible', String.raw`h(?:o|ợ)p[ -]{1,3}l(?:e|ệ)|eligible`],
  ['supplement', String.raw`b(?:o|ổ)[ -]{1,3}[sx]ung|more|supplement`],
  ['approve', String.raw`(?:ph(?:e|ê)[ ]{1,3})?duy(?:e|ệ)t|approved?`],
  ['cancel', String.raw`(?:hủy|huỷ)(?:[ ]{1,3}b(?:o|ỏ))?|huy(?:[ ]{1,3}bo)?|cancel(?:l?ed)?`],
] as const).map(([word, source]) => [word, new RegExp(`(?:${source})${END}`, 'iuy')]);

/** The word that stands at `at` in a line in NFC; null where none begins there. */
export function decisionWordAt(line: string, at: number): SpokenWord | null {
  for (const [word, pattern] of spellings) {
    pattern.lastIndex = at;
    const [written] = pattern.exec(line) ?? [];
    if (written === undefined) continue;
    return { word, written, length: written.length, shouted: written === written.toUpperCase(), weak: /^huy$/i.test(written) };
  }
  return null;
}

const MENTION = /(?:^|[^a-z0-9])(hop le|eligible|ineligible|bo [sx]ung|more|supplement|duyet|approved?|huy|cancel(?:l?ed)?)(?![a-z0-9])/;

/** Whether a text speaks of a decision at all, in whatever spelling. */
export function mentionsDecision(text: string): boolean {
  return MENTION.test(fold(text.slice(0, 2_000)));
}

const COURTESY = /(?:^|[\s,.;])(?:nhe|nha|a|cam on(?: (?:anh|chi|em|ban|nhieu))?|xin cam on|tran trong|thanks|thank you|please)(?=$|[\s,.;])/g;

/** Without the particles of courtesy, punctuation around them, and white space; folded. Empty where nothing else was said. */
export function withoutCourtesy(text: string): string {
  return fold(text).replace(COURTESY, ' ').replace(/^[\s.,;:!)\]"'“”’*_–—-]+|[\s.,;:!)\]"'“”’*_–—-]+$/g, '');
}

const DOUBT = /\?|(?:^|[^a-z])(?:khong|ko|chua|chang|not|no|don'?t|neu|if|unless|hay|hoac|or|hinh nhu|co le|tam|cho (?:den|toi|khi|y kien|them)|wait|maybe|perhaps|but|nhung|tru|except)(?![a-z])/;
/** With other marks these are other words (đúng, đối); without any nobody knows. */
const HOLD = /(?<!\p{L})(?:đừng|đợi|chờ|dung|doi)(?!\p{L})/iu;
const CONDITION = /\?\s*$|^(?:neu|if|unless|khi nao|hay|hoac|or)(?![a-z])/;
/** Tells of something instead of deciding it. */
const TELLS = /^(?:da|roi|dang|chua|se|thi|la|was|were|has|have|had|is|are|will|would|should)(?![a-z])/;
const RANGE = /^(?:den|toi|to|through|till|until|\.\.|→|>)/;
const ENCLOSED = /dinh kem|gui kem|kem theo|attached|enclosed/;

/** What follows a word and its codes takes the decision back, makes it depend on something, or tells of it instead. */
export function isDoubtful(word: DecisionWord, rest: string): boolean {
  const said = rest.slice(0, 2_000);
  const bare = withoutCourtesy(said);
  if (RANGE.test(bare)) return true;
  // "KHÔNG HỢP LỆ <code>: là thành viên Ban Giám khảo" tells a reason; "bổ sung <code>: đã gửi" tells a story.
  if (TELLS.test(bare) && (word === 'supplement' || !/^\s*[:(–—-]/.test(said))) return true;
  if (word === 'supplement') return ENCLOSED.test(bare);
  if (word === 'ineligible') return CONDITION.test(fold(said)) || CONDITION.test(bare);
  return DOUBT.test(fold(said)) || HOLD.test(said);
}

/** Whether what follows is set apart as a reason: by punctuation, in brackets, or by a word that gives one. */
export function isSetApart(rest: string): boolean {
  return /^\s*[:,;.(–—=-]/.test(rest) || /^(?:vi|do|boi|theo|ly do|because|since|due to|as|reason|under)(?![a-z])/.test(fold(rest.slice(0, 100)));
}
