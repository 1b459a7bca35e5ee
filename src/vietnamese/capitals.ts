/** Capitals that the font .VnTimeH drew and TCVN3 has no bytes for: "HËU GIANG" reads "HậU GIANG" and was HẬU GIANG. */
import { isSyllable } from './syllables.ts';

/** Letters that TCVN3 has as small ones alone. */
const SMALL_ALONE = /[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/;

/** Text decoded from TCVN3 -> with its capitals. A word whose other letters are capitals is one in capitals; of "Lý", which may be LÝ, a neighbour in the phrase decides. */
export function restoreCapitals(text: string): string {
  return text.replace(/[^\n.,;:()"]+/g, restorePhrase);
}

/** either = nothing in the word tells; none = no word to judge a neighbour by. */
type Shape = 'capitals' | 'small' | 'either' | 'none';

function restorePhrase(phrase: string): string {
  const pieces = phrase.split(/(\P{L}+)/u);
  const shapes = pieces.map(shapeOf);
  // Words stand at even places, what divides them at odd ones. Abbreviations, as UBND, say nothing of their neighbours.
  const tells = shapes.map((shape, i) => shape === 'small' || (shape === 'capitals' && isSyllable(pieces[i] ?? '')));
  const before = nearest(tells);
  const behind = nearest(tells.toReversed()).map((at) => pieces.length - 1 - at).toReversed();
  return pieces.map((word, i) => {
    if (shapes[i] === 'capitals' || (shapes[i] === 'either' && (shapes[before[i] ?? -1] === 'capitals' || shapes[behind[i] ?? -1] === 'capitals'))) return word.toUpperCase();
    return isInName(pieces[i - 2], word, pieces[i + 2]) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  }).join('');
}

/** For each place the nearest place before it that tells; -1 where none does. */
function nearest(tells: boolean[]): number[] {
  let last = -1;
  return tells.map((told, i) => {
    const before = last;
    if (told && i % 2 === 0) last = i;
    return before;
  });
}

function shapeOf(word: string): Shape {
  let capitals = 0;
  let behindFirst = false;
  for (let i = 0; i < word.length; i++) {
    if (SMALL_ALONE.test(word.charAt(i))) continue;
    if (!/\p{Lu}/u.test(word.charAt(i))) return 'small';
    capitals++;
    behindFirst ||= i > 0;
  }
  if (capitals === word.length) return capitals > 1 ? 'capitals' : 'none';
  return behindFirst ? 'capitals' : 'either';
}

const NEVER_IN_NAMES = new Set(['ở', 'ạ', 'ấy', 'à', 'ừ']);

/** "Nguyễn Thị ánh Nguyệt": the first letter had no capital in the font. */
function isInName(before: string | undefined, word: string, behind: string | undefined): boolean {
  if (!SMALL_ALONE.test(word.charAt(0)) || NEVER_IN_NAMES.has(word) || before === undefined || !NAME.test(before)) return false;
  return /^(?:Thị|Văn)$/.test(before) || (behind !== undefined && NAME.test(behind));
}

const NAME = /^\p{Lu}\p{Ll}+$/u;
