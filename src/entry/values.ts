/** Single values in running text: phones, addresses, kinds, areas, declarations. Each null where the text does not say. */
import type { Contest, EntrantKind } from '../../schemas/contest.ts';
import { fold, foldWord } from '../vietnamese/fold.ts';
import { hasPhrase } from '../vietnamese/phrases.ts';

/** Vietnamese numbers as digits with a leading 0: "+84 900 000 701" -> "0900000701". Other countries' numbers keep their digits. */
export function phonesIn(text: string): string[] {
  const found = [...text.slice(0, 20_000).matchAll(/(?<![\d@\w])(\+?\d[\d\s().-]{7,18}\d)(?![\d@])/g)].map((m) => normalPhone(m[1] as string)).filter((p) => p !== null);
  return [...new Set(found)];
}

function normalPhone(raw: string): string | null {
  const digits = raw.replace(/\D/g, '');
  const national = digits.startsWith('84') && (raw.trim().startsWith('+') || digits.length >= 11) ? `0${digits.slice(2).replace(/^0/, '')}` : digits;
  return /^0[1-9]\d{8,9}$/.test(national) ? national : raw.trim().startsWith('+') && digits.length >= 8 ? digits : null;
}

/** Addresses in their order, as written, each once. */
export function emailsIn(text: string): string[] {
  const found = text.slice(0, 20_000).match(/[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g) ?? [];
  return [...new Set(found.map((e) => e.replace(/\.+$/, '')))];
}

/** The kind that the text names by the contest's own words; the longest word decides between several. */
export function entrantKindIn(text: string, contest: Contest): EntrantKind | null {
  const folded = fold(text);
  let best: { kind: EntrantKind; length: number } | null = null;
  for (const [kind, settings] of Object.entries(contest.entrantKinds) as [EntrantKind, { name: { vi?: string; en?: string }; words: string[] } | undefined][]) {
    for (const word of [settings?.name.vi, settings?.name.en, ...(settings?.words ?? [])]) {
      const phrase = foldWord(word ?? '');
      if (phrase !== '' && hasPhrase(folded, phrase) && phrase.length > (best?.length ?? 0)) best = { kind, length: phrase.length };
    }
  }
  return best?.kind ?? null;
}

/** The one kind that a filled-in value names; null where it names several and none alone at its start. */
export function oneKindIn(text: string, contest: Contest): EntrantKind | null {
  const kinds = new Set(text.split(/[/,;|\n]|\s[-–]\s|\b(?:hoặc|hay|hoac|or)\b/u).map((piece) => entrantKindIn(piece.replace(/\(.*$/u, ''), contest)).filter((k) => k !== null));
  return kinds.size === 1 ? [...kinds][0] ?? null : null;
}

/** Numbers, counted from 1, of the areas that the text names; longer names first, so that no name is found inside another. */
export function areasIn(text: string, contest: Contest): number[] {
  let rest = fold(text);
  const phrases = contest.areas.flatMap((area, i) => [area.name.vi, area.name.en, ...area.words].filter((w) => w !== undefined).map((w) => ({ phrase: foldWord(w), number: i + 1 })))
    .toSorted((a, b) => b.phrase.length - a.phrase.length);
  const found = new Set<number>();
  for (const { phrase, number } of phrases) {
    if (!hasPhrase(rest, phrase)) continue;
    found.add(number);
    rest = rest.replaceAll(phrase, '#');
  }
  return [...found].toSorted((a, b) => a - b);
}

const DENIED = /\b(chua cam (ket|doan)|khong cam (ket|doan)|da (duoc )?cong bo|da (tung )?du thi|(?<!\b(?:never|not) )(was|(has|have)( already| previously)? been) (already |previously )?published)\b/;
const STATED = /\b(cam ket|cam doan|xin cam doan|(i|we|i \(we\)) (hereby |solemnly |also )*(declare|certify|confirm that))\b/;
const WHAT = /\b(chua|khong (sao chep|trung)|tu viet|lan dau|original|(not|never)( yet| previously| ever| before)*( been)?( previously)? published|unpublished|own work|tu nghien cuu|trung thuc|dung su that)\b/;
/** A plain word behind the label, as a receipt shows it: "Cam kết chưa công bố: có". */
const PLAINLY = /^\W*(?:(?:loi )?cam (?:ket|doan)(?: chua cong bo)?|declaration|not published before)\s*:?\s*(co|dong y|yes|agreed|khong|no)[\s.!]*$/;

/** What a label for it is answered with: yes or no; null where it is no such line. @param line one line or row */
export function plainDeclaration(line: string): boolean | null {
  const word = PLAINLY.exec(fold(line.slice(0, 200)))?.[1];
  return word === undefined ? null : word !== 'khong' && word !== 'no';
}

/** true where novelty is declared, false where it is denied, null where nothing is said. */
export function declarationIn(text: string): boolean | null {
  const folded = fold(text.slice(0, 50_000));
  const denied = DENIED.exec(folded);
  if (denied && !/chua (tung )?(duoc )?$/.test(folded.slice(Math.max(0, denied.index - 14), denied.index)) && !/^da (duoc )?cong bo/.test(denied[0])) return false;
  for (const stated of folded.matchAll(new RegExp(STATED, 'g'))) {
    if (WHAT.test(folded.slice(stated.index, stated.index + 300))) return true;
  }
  return null;
}
