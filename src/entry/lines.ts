/** Labelled lines of a text: "Label: value", the value perhaps on the next line. */
import { fold } from '../vietnamese/fold.ts';
import { fieldsOfLabel, type LabelField } from './lexicon.ts';

export type LabelledLine = { fields: LabelField[]; label: string; value: string; /** counted from 1 */ line: number };

const LONGEST_LABEL = 70;

export function labelledLines(text: string): LabelledLine[] {
  const lines = text.split('\n').slice(0, 3_000);
  const found: LabelledLine[] = [];
  lines.forEach((line, i) => {
    for (const piece of pieces(line.slice(0, 2_000))) {
      const colon = piece.search(/[:：]/);
      if (colon <= 0 || colon > LONGEST_LABEL) continue;
      const label = piece.slice(0, colon).trim();
      const fields = fieldsOfLabel(fold(label));
      if (fields.length === 0) continue;
      const value = cleanValue(piece.slice(colon + 1));
      found.push({ fields, label, value: value === '' ? valueBelow(lines, i) : value, line: i + 1 });
    }
  });
  return found;
}

/** Two labels on one line: "Điện thoại: 0900… Email: a@b" or separated by a semicolon. */
function pieces(line: string): string[] {
  const starts = [...line.matchAll(/(?:^|[;|\t]|\s{2,}|(?<=\S)\s(?=(?:E-?mail|ĐT|SĐT|Điện thoại|Dien thoai|Chức vụ|Đơn vị|Phone)\s*:))\s*/giu)].map((m) => m.index + m[0].length)
    // Before the first colon there is no value yet: "Chức vụ - Đơn vị:" is one label.
    .filter((start, i) => i === 0 || /[:：]/.test(line.slice(0, start)));
  return starts.map((start, i) => line.slice(start, starts[i + 1] ?? line.length).replace(/[;|\s]+$/, ''));
}

/** "Chức vụ - Đơn vị: Viên chức, Trung tâm Y tế": the value is divided as its label is. */
export function halfOf(line: LabelledLine, place: number): string {
  if (line.fields.length < 2) return line.value;
  const cut = line.value.search(/\s[-–]\s|[,;]/);
  if (cut < 0) return place === 0 ? line.value : '';
  return (place === 0 ? line.value.slice(0, cut) : line.value.slice(cut).replace(/^(\s[-–]\s|[,;])/, '')).trim();
}

/** Dotted leaders of printed forms are no value. */
export function cleanValue(raw: string): string {
  return raw.replace(/[.…_]{3,}/g, ' ').replace(/\s+/g, ' ').replace(/^["“”'\s]+|["“”'\s;,]+$/g, '').trim();
}

function valueBelow(lines: string[], i: number): string {
  const next = lines[i + 1]?.trim() ?? '';
  const colon = next.search(/[:：]/);
  return next === '' || /^[-+*•]|^\d+[.)]/.test(next) || (colon > 0 && fieldsOfLabel(fold(next.slice(0, colon))).length > 0) ? '' : cleanValue(next);
}
