/** Vietnamese typed in fonts and charsets of before Unicode, or decoded by the wrong one, brought back. */
import { fromCp1258, fromTcvn3, fromViqr, fromViscii, fromVni } from './charsets.ts';
import { unmojibake } from './mojibake.ts';
import { isSyllable } from './syllables.ts';
import { sample } from './words.ts';

/** What a text was found to be written in. mojibake = UTF-8 read byte by byte, once or twice; decomposed = Unicode with its marks apart (NFD). */
export type Encoding = 'unicode' | 'decomposed' | 'mojibake' | 'mojibake-twice' | 'tcvn3' | 'vni' | 'viscii' | 'windows-1258' | 'viqr';

/** repaired: `text` says something else than was given, beyond NFC. Of VIQR the encoding is told and the text left. */
export type Recognised = { text: string; encoding: Encoding; repaired: boolean };

/**
 * @param text as decoded so far
 * @param bytes the raw bytes where they are at hand, else null
 * @returns NFC text. Never makes good text worse: a repair must be plainly Vietnamese where the text was plainly not, and better than any other repair.
 */
export function recognise(text: string, bytes: Buffer | null = null): Recognised {
  const composed = text.normalize('NFC');
  const asIs: Recognised = { text: composed, encoding: composed === text ? 'unicode' : 'decomposed', repaired: false };
  // Pure ASCII is never Vietnamese in another encoding but VIQR.
  if (/^\p{ASCII}*$/u.test(text)) return isViqr(text) ? { ...asIs, encoding: 'viqr' } : asIs;
  const current = quality(composed);
  if (current.share >= GOOD) return asIs;
  // Judged on a sample; only what is accepted is decoded as a whole.
  const made = candidates(text, bytes).map((c) => ({ ...c, quality: quality(c.decode(sample(c.from))) })).filter((c) => isPlainlyBetter(c, current.share));
  const ranked = made.toSorted((a, b) => b.quality.score - a.quality.score);
  const [best] = ranked;
  if (best === undefined) return asIs;
  const repaired = best.decode(best.from).normalize('NFC');
  const rival = ranked.find((c) => best.quality.score - c.quality.score < LEAD && c !== best && c.decode(c.from).normalize('NFC') !== repaired);
  return rival === undefined ? { text: repaired, encoding: best.encoding, repaired: true } : asIs;
}

/** The repaired text, NFC; null where the text is right as it stands or nothing better is found. */
export function repairVietnamese(text: string, bytes: Buffer): string | null {
  const found = recognise(text, bytes);
  return found.repaired ? found.text : null;
}

/** Shares of the words with letters beyond ASCII that are Vietnamese. */
const GOOD = 0.8;
const MARGIN = 0.3;
/** By so much the best repair must lead another one. */
const LEAD = 0.02;

type Candidate = { encoding: Encoding; from: string; decode: (text: string) => string };
type Quality = { vietnamese: number; share: number; score: number };

/** A UTF-8 sequence is evidence by itself, so that one word is enough; of a table of letters two words are asked. */
function isPlainlyBetter({ encoding, quality }: Candidate & { quality: Quality }, current: number): boolean {
  return quality.vietnamese >= (encoding.startsWith('mojibake') ? 1 : 2) && quality.share >= GOOD && quality.share > current + MARGIN;
}

const TABLES: [Encoding, (text: string) => string][] = [['tcvn3', fromTcvn3], ['vni', fromVni], ['windows-1258', fromCp1258], ['viscii', fromViscii]];

function candidates(text: string, bytes: Buffer | null): Candidate[] {
  // What stood in the text may have come through another charset, what stands in the bytes has not.
  const raw = bytes?.toString('latin1') ?? text;
  const views = raw === text ? [text] : [raw, text];
  return [
    { encoding: 'mojibake', from: text, decode: unmojibake },
    { encoding: 'mojibake-twice', from: text, decode: (t) => unmojibake(unmojibake(t)) },
    ...views.flatMap((from) => TABLES.map(([encoding, decode]) => ({ encoding, from, decode }))),
  ];
}

/** A capital behind a small letter: what wrong decoding leaves, hardly what people write. */
const CAPITAL_INSIDE = /\p{Ll}\p{Lu}/u;

/** The words with letters beyond ASCII. Signs inside one stay in it: they are letters of a wrong charset. */
function markedWords(text: string): string[] {
  return sample(text).split(/[\s!-@[-`{-~–—]+/u).map((w) => w.replace(/^[“‘„«…·•]+|[”’»…]{1,9}$/gu, '')).filter((w) => /\P{ASCII}/u.test(w) && /\p{L}/u.test(w));
}

/** Of the words with letters beyond ASCII: how many are Vietnamese, and their share; the score sets common words above rare ones. */
function quality(text: string): Quality {
  const words = markedWords(text);
  const vietnamese = words.filter((w) => isSyllable(w) && !CAPITAL_INSIDE.test(w));
  const common = vietnamese.filter((w) => COMMON.has(w.toLowerCase())).length;
  const share = words.length === 0 ? 1 : vietnamese.length / words.length;
  return { vietnamese: vietnamese.length, share, score: share + (words.length === 0 ? 0 : common / words.length / 2) };
}

/** Frequent in letters and names: they tell which of two tables was meant, where both make syllables. */
const COMMON = new Set((
  'của và các là có được trong với những một không người cho đã này để khi từ về đến tại năm số việc hành chính cải cách thủ tục giải pháp sáng kiến dự đề xuất cuộc thi bài gửi kính tôi đơn vị '
  + 'ủy uỷ ban nhân dân tỉnh huyện xã phường thành phố thị trấn sở nội vụ phòng hậu vĩnh thạnh thuỷ thủy long mỹ châu vị thắng đồng đông nguyễn trần lê phạm hoàng huỳnh phan võ vũ đặng bùi đỗ hồ ngô dương lý '
  + 'văn thị hữu đức minh họ tên điện thoại địa chỉ chức tác giả nhóm cá đăng ký công nghệ thông tin quản lý ứng dụng dịch trực tuyến hồ sơ tiếp nhận quả bộ phận cửa ngày tháng').split(' ').filter((w) => /[^a-z]/.test(w)));

/** Marks typed behind their letters; a few words of them, nearly all syllables. */
function isViqr(text: string): boolean {
  const words = sample(text).split(/\s+/).filter((w) => /[a-z][(^+]?['`?~.][a-z]|[a-z][(^+]|\bdd/i.test(w) && !/[@/]|[a-z]{3}\.[a-z]{3}/i.test(w));
  return words.length >= 3 && words.filter((w) => isSyllable(fromViqr(w).replace(/[.,;:!?]+$/, ''))).length >= words.length * GOOD;
}
