/**
 * Whether words can be Vietnamese: a syllable is an onset, a rhyme and a tone, and few of their combinations exist.
 * Text that was torn apart or decoded by the wrong table has its diacritics, but not its syllables.
 */
import { wordsIn } from './words.ts';
import { fold } from './fold.ts';

/** @param word letters of one word, in any case, composed or not. @returns true where it can be a syllable as written, diacritics and all; hoà and hòa both. */
export function isSyllable(word: string): boolean {
  return word.length <= LONGEST && hasRhyme(word.normalize('NFC').toLowerCase(), rhymes);
}

/** @returns true where the word without its diacritics can be a syllable: "thuong", "Nguyen". */
export function isPlainSyllable(word: string): boolean {
  return word.length <= LONGEST && hasRhyme(fold(word), plainRhymes);
}

/** Nghiêng, decomposed. */
const LONGEST = 12;
const BARE_VOWELS = 'aăâeêioôơuưy';
/** Acute, grave, hook, tilde, dot. */
const TONES = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
/** Before p, t, c, ch: acute and dot alone. */
const STOPPED_TONES = ['\u0301', '\u0323'];

/** All rhymes with the marks of their vowels and without a tone. */
const RHYMES = `a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong ooc
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm uôn uông uôt uơ
uy uya uych uyn uynh uyt uyu uyp uyên uyêt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu ych yn ynh yt`.split(/\s+/);

/** Onset -> the first letters of the rhymes it goes before; q comes with its u, and gi before i is g. */
const ONSETS: Record<string, string> = {
  ...Object.fromEntries(['b', 'ch', 'd', 'đ', 'h', 'kh', 'l', 'm', 'n', 'nh', 'p', 'ph', 'r', 's', 't', 'th', 'tr', 'v', 'x'].map((o) => [o, 'aăâeêioôơuưy'])),
  '': BARE_VOWELS, c: 'aăâoôơuư', k: 'eêiy', q: '', qu: 'aăâeêioôơy', g: 'aăâoôơuưi', gh: 'eêi', gi: 'aăâeêoôơuư', ng: 'aăâoôơuư', ngh: 'eêi',
};
/** y alone for i, as in Mỹ, kỹ, tỷ: behind these. */
const BEFORE_Y = new Set(['', 'h', 'k', 'l', 'm', 's', 't', 'v', 'qu', 'th', 'n', 'd', 'r', 'b', 'ch']);

const rhymes = new Map(RHYMES.flatMap((rhyme) => [[rhyme, rhyme] as const, ...toned(rhyme).map((t) => [t, rhyme] as const)]).filter(([written, rhyme]) => written !== rhyme || !isStopped(rhyme)));
const plainRhymes = new Map(RHYMES.map((rhyme) => [fold(rhyme), rhyme] as const));

function isStopped(rhyme: string): boolean {
  return /(?:[ptc]|ch)$/.test(rhyme);
}

/** Every way to write the rhyme with a tone, on the vowel or vowels that may carry it. */
function toned(rhyme: string): string[] {
  return carriers(rhyme).flatMap((at) => (isStopped(rhyme) ? STOPPED_TONES : TONES).map((tone) => `${rhyme.slice(0, at + 1)}${tone}${rhyme.slice(at + 1)}`.normalize('NFC')));
}

/** Where the tone is written: on a vowel with a mark; else before a final consonant on the last vowel, else on the last but one; of oa, oe, uy on either. */
function carriers(rhyme: string): number[] {
  const vowels = [...rhyme].filter((c) => BARE_VOWELS.includes(c)).length;
  const marked = rhyme.search(/[ăâêôơ]/);
  if (marked >= 0) return [marked];
  if (rhyme.startsWith('ư')) return [0];
  if (vowels < rhyme.length) return [vowels - 1];
  if (/^(?:oa|oe|uy)$/.test(rhyme)) return [0, 1];
  return [Math.max(0, vowels - 2)];
}

function hasRhyme(word: string, known: Map<string, string>): boolean {
  for (let cut = 0; cut <= 3 && cut < word.length; cut++) {
    const onset = word.slice(0, cut);
    const rhyme = known.get(word.slice(cut));
    const before = known === plainRhymes && onset === 'd' ? ONSETS['đ'] : ONSETS[onset];
    if (rhyme !== undefined && before !== undefined && fits(onset, rhyme, before)) return true;
  }
  return false;
}

function fits(onset: string, rhyme: string, before: string): boolean {
  if (!before.includes(rhyme.charAt(0))) return false;
  if (rhyme.startsWith('y')) return onset === 'qu' || (rhyme === 'y' ? BEFORE_Y.has(onset) : onset === '' && rhyme.startsWith('yê'));
  return onset !== 'g' || !/^i[au]/.test(rhyme.normalize('NFD').replace(/\p{M}/gu, ''));
}

/** Words of one letter; other single letters are what is left of a torn word. */
const ONE_LETTER = new Set(['ở', 'ý', 'à', 'ạ', 'ủ', 'ô', 'y', 'a', 'á', 'ồ', 'o', 'ổ', 'ư', 'ừ']);
const MIN_WORDS = 20;

/**
 * The quality of a text: the share of its words that can be Vietnamese syllables, 0 to 1; null under 20 words.
 * Looks at 20,000 characters at most, spread over the text. Numbers, addresses and abbreviations are no words.
 * Whole texts have 0.93 and more, torn ones about 0.6; unaccented typing is low too (looksUnaccented tells).
 */
export function syllableShare(text: string): number | null {
  const words = wordsIn(text);
  if (words.length < MIN_WORDS) return null;
  return words.filter((w) => (w.length === 1 ? ONE_LETTER.has(w.toLowerCase()) : isSyllable(w))).length / words.length;
}

/** Whether this is Vietnamese typed without its diacritics ("De xuat giai phap"): at least 4 words, nearly all of them syllables but for the marks. */
export function looksUnaccented(text: string): boolean {
  const words = wordsIn(text).filter((w) => w.length > 1);
  if (words.length < 4) return false;
  const plain = words.filter((w) => /^[a-z]+$/i.test(w));
  return plain.length >= words.length * 0.95 && words.filter(isPlainSyllable).length >= words.length * 0.85;
}
