/** The contest's own registration form as .docx: what it asks for is what is read from it. Layout after Decree 30/2020/NĐ-CP: A4, Times New Roman. */
import { AlignmentType, CheckBox, convertMillimetersToTwip as mm, Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType, type ParagraphChild } from 'docx';
import type { Contest, EntrantKind } from '../../schemas/contest.ts';
import type { Author } from '../../schemas/reading.ts';
import { spokenDeadline } from '../contest/spoken.ts';
import { formWords } from './form-words.ts';
import { withoutTimes } from './same-bytes.ts';

/** What an empty form is filled in with: nothing, in the form that people are given. Areas count from 1; `firstApplied` as people write it. */
export type Filling = {
  title?: string; areas?: number[]; kind?: EntrantKind; firstApplied?: string; inheritsFrom?: string; evidence?: string[]; authors?: Partial<Author>[]; unit?: string; phone?: string; email?: string; declared?: boolean;
};

/** Rows for authors where the contest sets no limit, or a higher one. */
const MOST_ROWS = 6;
const TEXT = 24;
const SMALL = 20;
/** Millimetres of A4 between the margins. */
const WIDTH = 165;

/** Bytes of the .docx: the same for the same contest and filling. */
export async function registrationForm(contest: Contest, filling: Filling = {}): Promise<Buffer> {
  const say = formWords(contest.locale);
  const { labels } = say;
  const of = (text: Contest['name']): string => text[contest.locale] ?? '';
  const document = new Document({
    creator: of(contest.organiser), lastModifiedBy: of(contest.organiser), title: say.title, description: of(contest.name),
    styles: { default: { document: { run: { font: 'Times New Roman', size: TEXT } } } },
    sections: [{
      properties: { page: { size: { width: mm(210), height: mm(297) }, margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) } } },
      children: [
        centred(say.title, { bold: true, size: 28, after: 80 }), centred(of(contest.name), { size: TEXT, after: 200 }),
        heading(say.parts.entry),
        twoColumns([
          [label(labels.title, say.hints.title), [text(filling.title ?? '')]],
          [label(labels.area, say.hints.area), contest.areas.map((area, i) => box(of(area.name), filling.areas?.includes(i + 1) ?? false))],
          [label(labels.kind, ''), kindsOf(contest).map(({ kind, name }) => box(name, filling.kind === kind))],
          [label(labels.firstApplied, say.hints.date), [text(filling.firstApplied ?? '')]],
          [label(labels.inheritsFrom, say.hints.inheritsFrom), [text(filling.inheritsFrom ?? '')]],
          ...(contest.evidenceKinds.length === 0 ? [] : [[label(labels.evidence, say.hints.area), contest.evidenceKinds.map((k) => box(of(k.name), filling.evidence?.includes(k.key) ?? false))] as Row]),
        ]),
        heading(say.parts.authors), authorsTable(contest, filling),
        heading(say.parts.contact),
        twoColumns([[label(labels.unit, ''), [text(filling.unit ?? '')]], [label(labels.phone, ''), [text(filling.phone ?? '')]], [label(labels.email, ''), [text(filling.email ?? '')]]]),
        heading(say.parts.declaration), box(say.declaration, filling.declared ?? false),
        centred(say.hints.send(contest.mailbox.address, spokenDeadline(contest.window.closes, contest.zone, contest.locale)), { italics: true, size: SMALL, before: 120, after: 240 }),
        ...[[say.signed.place, { italics: true }], [say.signed.by, { bold: true }], [say.signed.how, { italics: true, size: SMALL }]].map(([line, style]) => onTheRight(line as string, style as Style)),
      ],
    }],
  });
  return withoutTimes(await Packer.toBuffer(document), contest.window.opens);
}

type Style = { bold?: boolean; italics?: boolean; size?: number; before?: number; after?: number };
type Row = [label: Paragraph[], value: Paragraph[]];

function paragraph(children: ParagraphChild[], options: Style & { alignment?: (typeof AlignmentType)[keyof typeof AlignmentType]; left?: number } = {}): Paragraph {
  return new Paragraph({ children, spacing: { before: options.before ?? 40, after: options.after ?? 40 }, ...(options.alignment ? { alignment: options.alignment } : {}), ...(options.left ? { indent: { left: options.left } } : {}) });
}

function run(words: string, { bold = false, italics = false, size = TEXT }: Style = {}): TextRun {
  return new TextRun({ text: words, bold, italics, size });
}

function text(words: string): Paragraph {
  return paragraph([run(words)]);
}

function centred(words: string, style: Style): Paragraph {
  return paragraph([run(words, style)], { ...style, alignment: AlignmentType.CENTER });
}

function onTheRight(words: string, style: Style): Paragraph {
  return paragraph([run(words, style)], { ...style, alignment: AlignmentType.CENTER, left: mm(WIDTH / 2) });
}

function heading(words: string): Paragraph {
  return paragraph([run(words, { bold: true })], { before: 200, after: 80 });
}

function label(words: string, hint: string): Paragraph[] {
  return [paragraph([run(words, { bold: true }), ...(hint === '' ? [] : [run(` (${hint})`, { italics: true, size: SMALL })])])];
}

/** A box that Word lets people click, with its choice behind it. */
function box(choice: string, checked: boolean): Paragraph {
  return paragraph([new CheckBox({ checked, checkedState: { value: '2612', font: 'MS Gothic' }, uncheckedState: { value: '2610', font: 'MS Gothic' } }), run(` ${choice}`)]);
}

function twoColumns(rows: Row[]): Table {
  return table([58, WIDTH - 58], rows.map(([name, value]) => [name, value]));
}

/** @param widths of the columns, in millimetres */
function table(widths: number[], rows: Paragraph[][][], headerRow = false): Table {
  return new Table({
    width: { size: mm(WIDTH), type: WidthType.DXA }, columnWidths: widths.map((w) => mm(w)),
    rows: rows.map((cells, i) => new TableRow({
      tableHeader: headerRow && i === 0, cantSplit: true,
      children: cells.map((children, column) => new TableCell({ children, width: { size: mm(widths[column] ?? 0), type: WidthType.DXA }, margins: { left: 80, right: 80, top: 30, bottom: 30 } })),
    })),
  });
}

function authorsTable(contest: Contest, { authors = [] }: Filling): Table {
  const { columns } = formWords(contest.locale);
  const small = (words: string, bold = false): Paragraph[] => [paragraph([run(words, { size: SMALL, bold })])];
  const most = Math.max(authors.length, ...Object.values(contest.entrantKinds).map((k) => Math.min(k?.maxAuthors ?? 1, MOST_ROWS)));
  const rows = Array.from({ length: most }, (_, i) => {
    const { name, unit, position, phone, email, share } = authors[i] ?? {};
    return [String(i + 1), name, unit, position, phone, email, share == null ? '' : String(share)].map((v) => small(v ?? ''));
  });
  return table([9, 32, 34, 24, 23, 28, 15], [Object.values(columns).map((c) => small(c, true)), ...rows], true);
}

function kindsOf(contest: Contest): { kind: EntrantKind; name: string }[] {
  return (Object.entries(contest.entrantKinds) as [EntrantKind, { name: Contest['name'] } | undefined][]).flatMap(([kind, k]) => (k ? [{ kind, name: k.name[contest.locale] ?? kind }] : []));
}
