/** Values that one place of a mail states, each with where it stood and how sure it is; best first. */
import type { Contest, EntrantKind, LabelField } from '../../schemas/contest.ts';
import type { Sourced } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { halfOf, type Labelled } from './labels.ts';
import { optionsIn, type Option } from './options.ts';
import { placeIn, type FormSource } from './source.ts';
import { areasIn, declarationIn, entrantKindIn, oneKindIn, plainDeclaration } from './values.ts';

export type From = { source: FormSource; labelled: Labelled[] };

/** How sure a value is: a label says so, prose implies it, a mention hints at it. From a picture everything is doubted. */
export const LABEL = 0.95;
export const PROSE = 0.75;
export const MENTION = 0.55;
const UNSURE = 0.6;
const OCR = 0.6;
const NOT_SPOKEN_OF = 0.5;

/** A value with its place as the only candidate; none where it is null. @param confidence 0 to 1, less where OCR read it */
export function one<T>({ source }: From, value: T | null, confidence: number, place = source.part): Sourced<T>[] {
  if (value === null) return [];
  return [{ value, source: place, confidence: source.ocr || source.weak ? confidence * OCR : confidence, ...(source.file === null ? {} : { file: source.file }), ...(source.ocr ? { seen: true as const } : {}) }];
}

/** The labelled values that can be read; of a joint label its own part. */
export function values<T>(from: From, field: LabelField, read: (value: string) => T | null): Sourced<T>[] {
  return ofLabel(from, field).flatMap((l) => {
    const value = halfOf(l, l.fields.indexOf(field));
    return value === '' ? [] : one(from, read(value), l.sure ? LABEL : UNSURE, placeIn(from.source, l.line));
  });
}

function ofLabel({ labelled }: From, field: LabelField): Labelled[] {
  return labelled.filter((l) => l.fields.includes(field));
}

/** Of printed choices only the one ticked counts: none or several of them say nothing. @param prose searched where no label asks for the kind */
export function kinds(from: From, contest: Contest, prose: string | null): Sourced<EntrantKind>[] {
  const asked = ofLabel(from, 'kind');
  const labelled = asked.flatMap((l) => {
    const ticked = l.options.filter((o) => o.ticked);
    const said = l.options.length === 0 ? halfOf(l, l.fields.indexOf('kind')) : ticked.length === 1 ? ticked[0]?.text ?? '' : '';
    return said === '' ? [] : one(from, oneKindIn(said, contest), LABEL, placeIn(from.source, l.line));
  });
  const printed = looseOptions(from).filter((o) => entrantKindIn(o.text, contest) !== null);
  const loose = new Set(printed.filter((o) => o.ticked).map((o) => oneKindIn(o.text, contest)));
  const open = asked.length > 0 || printed.length > 0 || prose === null;
  return [...labelled, ...(loose.size === 1 ? one(from, [...loose][0] ?? null, PROSE) : []), ...(open ? [] : one(from, kindInProse(prose, contest), PROSE))];
}

/** Areas that were ticked, or named by label. @param prose searched where no label asks for the area */
export function areas(from: From, contest: Contest, prose: string | null): Sourced<number[]>[] {
  const asked = ofLabel(from, 'area');
  const labelled = asked.flatMap((l) => {
    const place = placeIn(from.source, l.line);
    if (l.options.length === 0) return one(from, areasOfValue(halfOf(l, l.fields.indexOf('area')), contest), LABEL, place);
    return one(from, inOrder(l.options.filter((o) => o.ticked).flatMap((o) => areasOfValue(o.text, contest) ?? [])), LABEL, place);
  });
  const printed = looseOptions(from).map((o) => ({ ticked: o.ticked, areas: areasIn(o.text, contest) })).filter((o) => o.areas.length > 0);
  const open = asked.length > 0 || printed.length > 0 || prose === null;
  return [...labelled, ...one(from, inOrder(printed.filter((o) => o.ticked).flatMap((o) => o.areas)), PROSE), ...(open ? [] : one(from, chosenAmong(areasIn(prose, contest), contest), MENTION))];
}

/** Areas that a value without tick marks names, by name or number. */
function areasOfValue(value: string, contest: Contest): number[] | null {
  const named = areasIn(value, contest);
  if (named.length > 0) return chosenAmong(named, contest);
  if (value.length > 40 || !ONLY_NUMBERS.test(fold(value))) return null;
  return inOrder([...value.matchAll(/\d{1,2}/g)].map((m) => Number(m[0])).filter((n) => n >= 1 && n <= contest.areas.length));
}

/** "số 3", "nội dung 02, 04": a number counts where nothing but numbers is said. */
const ONLY_NUMBERS = /^(?:noi dung|linh vuc|thuoc|so|area|no)?[\s.:]?(?:noi dung|linh vuc|so)?[\s.:]?\d{1,2}(?:\s?(?:[,;&/-]|va|and)\s?\d{1,2}){0,5}\s?(?:\(.{0,30}\))?\.?$/;

/** A list of nearly all areas chooses none: it is what the form prints, or the name of the contest. */
function chosenAmong(named: number[], contest: Contest): number[] | null {
  return named.length > 3 && named.length > contest.areas.length / 2 ? null : inOrder(named);
}

function inOrder(numbers: number[]): number[] | null {
  return numbers.length === 0 ? null : [...new Set(numbers)].toSorted((a, b) => a - b);
}

const MOST_OPTIONS = 200;

/** Choices wherever they stand: some forms have no label above them. */
function looseOptions({ source }: From): Option[] {
  return source.lines.slice(0, 400).flatMap((cells) => optionsIn(cells.join(' ').replaceAll('\u2028', ' '))).slice(0, MOST_OPTIONS);
}

/** The kind counts in prose only behind words of entering: every letter speaks of some office or group. */
export function kindInProse(text: string, contest: Contest): EntrantKind | null {
  const folded = fold(text.slice(0, 20_000));
  for (const said of folded.matchAll(/(du thi|dang ky|hinh thuc|tham gia|enter(?:ing)?|register(?:ing)?|submitted)\b.{0,60}/g)) {
    const kind = entrantKindIn(said[0], contest);
    if (kind !== null) return kind;
  }
  return null;
}

/** The box is that of the sentence, not one of a list that ends before it. */
const BEGINS_TO_DECLARE = /^.{0,30}\b(cam ket|cam doan|declare|confirm|certify)\b/;
const MAY_DECLARE = /cam|declar|confirm|certify|công bố|cong bo|dự thi|du thi|published/iu;

/** A box before the sentence counts as the sentence does: unticked, nothing was declared. A form that does not speak of it declares nothing. */
export function declaration(from: From, isForm: boolean): Sourced<boolean>[] {
  const { lines, ocr } = from.source;
  for (const [i, cells] of lines.entries()) {
    const own = cells.join(' ').replaceAll('\u2028', ' ');
    if (!MAY_DECLARE.test(own)) continue;
    const plain = plainDeclaration(own);
    if (plain !== null) return one(from, plain, LABEL, placeIn(from.source, i + 1));
    const said = [own, ...[lines[i + 1] ?? [], lines[i + 2] ?? []].map((next) => next.join(' ').replaceAll('\u2028', ' '))];
    const declared = declarationIn(said.join(' '));
    if (declared === null) continue;
    const boxes = said.flatMap(optionsIn).filter((o) => BEGINS_TO_DECLARE.test(fold(o.text)));
    return one(from, declared && boxes.every((o) => o.ticked), LABEL, placeIn(from.source, i + 1));
  }
  return isForm && !ocr ? one(from, false, NOT_SPOKEN_OF) : [];
}

/** Keys of the contest's kinds of evidence that a form names or ticks. */
export function evidence(from: From, contest: Contest): Sourced<string[]>[] {
  return ofLabel(from, 'evidence').flatMap((l) => {
    const said = fold(l.options.length > 0 ? l.options.filter((o) => o.ticked).map((o) => o.text).join('; ') : l.value);
    const keys = contest.evidenceKinds.filter((k) => k.words.some((w) => said.includes(fold(w)))).map((k) => k.key);
    return one(from, keys.length === 0 ? null : keys, LABEL, placeIn(from.source, l.line));
  });
}
