/**
 * An administrative paper by annex I of Decree 30/2020/NĐ-CP: A4, Times New Roman; margins 20 mm above and below, 30 left, 15 right; the country's
 * name and motto to the right of the issuing bodies, with their rules; number and date; kind and abstract; body of 14 points, justified, first
 * lines indented by 12.7 mm, 6 points between paragraphs; the signing block and the recipients; page numbers from the second page on. Each figure
 * was compared with the annex's text (docs/results.md). What only people can fill in stays open.
 */
import { AlignmentType, BorderStyle, convertMillimetersToTwip as mm, Document, Header, Packer, PageNumber, Paragraph, TabStopType, Table, TableCell, TableRow, TextRun, VerticalAlign, WidthType } from 'docx';
import { withoutTimes } from './same-bytes.ts';

export type Block =
  | { kind: 'text'; text: string; bold?: boolean; italics?: boolean }
  | { kind: 'heading'; text: string }
  | { kind: 'table'; columns: { head: string; /** millimetres; all together WIDTH */ width: number; align?: 'left' | 'center' | 'right' }[]; rows: string[][]; /** last row in bold */ total?: boolean };

export type OfficialPaper = {
  /** null where the country's papers have none */
  motto: { country: string; words: string } | null;
  parent: string | null;
  issuer: string;
  /** "Số: ……/TTr-SNV" */
  number: string;
  /** "Hậu Giang, ngày …… tháng …… năm ……" */
  placeAndDate: string;
  name: string;
  about: string;
  /** "Kính gửi: …" */
  addressed: string | null;
  body: Block[];
  /** offices that sign, the last on the right; the lines below them stay empty */
  signed: { office: string; how: string }[];
  /** with its head: "Nơi nhận:" */
  recipients: { head: string; names: string[] } | null;
  author: string;
  madeAt: string;
};

/** Millimetres between the margins. */
export const WIDTH = 165;
const LEFT = 66;
const BODY = 28;
const TABLE = 24;
const SMALL = 22;
/** Twentieths of a point between two paragraphs, and the least that the decree allows; below one alone, since programs add or overlap what stands above and below. */
const BETWEEN = 120;

/** Bytes of the .docx: the same for the same paper. */
export async function officialPaper(paper: OfficialPaper): Promise<Buffer> {
  const numbers = new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT], size: 26 })] })] });
  const document = new Document({
    creator: paper.author, lastModifiedBy: paper.author, title: `${paper.name}: ${paper.about}`,
    styles: { default: { document: { run: { font: 'Times New Roman', size: BODY } } } },
    sections: [{
      properties: { titlePage: true, page: { size: { width: mm(210), height: mm(297) }, margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15), header: mm(10) } } },
      headers: { default: numbers, first: new Header({ children: [] }) },
      children: [
        head(paper), centred(paper.name, { bold: true, size: BODY, before: 360 }), centred(paper.about, { bold: true, size: BODY, after: 40 }), rule(WIDTH, Math.min(60, paper.about.length * 0.9), 160),
        ...(paper.addressed === null ? [] : [centred(paper.addressed, { size: BODY, before: 60, after: 200 })]),
        ...paper.body.flatMap((b, i) => block(b, keepsNext(paper.body, i))), new Paragraph({ keepNext: true, spacing: { before: 120, after: 0 }, children: [] }), foot(paper),
      ],
    }],
  });
  return withoutTimes(await Packer.toBuffer(document), paper.madeAt);
}

type Style = { bold?: boolean; italics?: boolean; size?: number; before?: number; after?: number };

function centred(text: string, { bold = false, italics = false, size = BODY, before = 0, after = 0 }: Style): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, keepNext: true, spacing: { before, after }, children: [new TextRun({ text, bold, italics, size })] });
}

/** A thin line in the middle of a cell or page. @param width of what it stands in, in mm @param length in mm */
function rule(width: number, length: number, after = 0): Paragraph {
  const side = mm(Math.max(0, (width - length) / 2));
  return new Paragraph({ spacing: { before: 40, after, line: 40, lineRule: 'exact' }, indent: { left: side, right: side }, border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } }, children: [] });
}

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };
const NO_BORDERS = { top: NO_BORDER, bottom: NO_BORDER, left: NO_BORDER, right: NO_BORDER, insideHorizontal: NO_BORDER, insideVertical: NO_BORDER };

function twoCells(widths: [number, number], left: Paragraph[], right: Paragraph[]): Table {
  const cell = (children: Paragraph[], width: number): TableCell => new TableCell({ children, width: { size: mm(width), type: WidthType.DXA }, margins: { left: 0, right: 0 }, borders: { top: NO_BORDER, bottom: NO_BORDER, left: NO_BORDER, right: NO_BORDER } });
  return new Table({ width: { size: mm(widths[0] + widths[1]), type: WidthType.DXA }, columnWidths: widths.map((w) => mm(w)), borders: NO_BORDERS, rows: [new TableRow({ cantSplit: true, children: [cell(left, widths[0]), cell(right, widths[1])] })] });
}

function head({ motto, parent, issuer, number, placeAndDate }: OfficialPaper): Table {
  const right = WIDTH - LEFT;
  const issued = issuer.toUpperCase();
  return twoCells([LEFT, right], [
    ...(parent === null ? [] : [centred(parent.toUpperCase(), { size: TABLE })]), centred(issued, { bold: true, size: TABLE }), rule(LEFT, Math.min(30, issued.length * 1.2), 60), centred(number, { size: 26 }),
  ], [
    ...(motto === null ? [] : [centred(motto.country.toUpperCase(), { bold: true, size: TABLE }), centred(motto.words, { bold: true, size: 26 }), rule(right, motto.words.length * 2.16, 60)]), centred(placeAndDate, { italics: true, size: 26 }),
  ]);
}

/** What introduces a table stays with it; nobody signs on a page of its own. */
function keepsNext(body: Block[], i: number): boolean {
  return body[i + 1]?.kind === 'table' || i >= body.length - 2;
}

function block(b: Block, keepNext: boolean): (Paragraph | Table)[] {
  if (b.kind === 'heading') return [new Paragraph({ keepNext: true, alignment: AlignmentType.JUSTIFIED, indent: { firstLine: mm(12.7) }, spacing: { before: 120, after: BETWEEN }, children: [new TextRun({ text: b.text, bold: true, size: BODY })] })];
  if (b.kind === 'table') return [table(b), new Paragraph({ spacing: { before: 0, after: 60, line: 120, lineRule: 'exact' }, children: [] })];
  return [new Paragraph({ keepNext, alignment: AlignmentType.JUSTIFIED, indent: { firstLine: mm(12.7) }, spacing: { before: 0, after: BETWEEN, line: 276, lineRule: 'auto' }, children: [new TextRun({ text: b.text, bold: b.bold ?? false, italics: b.italics ?? false, size: BODY })] })];
}

function table({ columns, rows, total = false }: Extract<Block, { kind: 'table' }>): Table {
  const cell = (text: string, column: number, bold: boolean, middle: boolean): TableCell => {
    const { width = 10, align = 'left' } = columns[column] ?? {};
    return new TableCell({
      width: { size: mm(width), type: WidthType.DXA }, margins: { left: 60, right: 60, top: 30, bottom: 30 }, verticalAlign: middle ? VerticalAlign.CENTER : VerticalAlign.TOP,
      children: text.split('\n').map((line) => new Paragraph({ alignment: middle ? AlignmentType.CENTER : AlignmentType[align.toUpperCase() as 'LEFT' | 'CENTER' | 'RIGHT'], children: [new TextRun({ text: line, bold, size: TABLE })] })),
    });
  };
  return new Table({
    width: { size: mm(WIDTH), type: WidthType.DXA }, columnWidths: columns.map((c) => mm(c.width)),
    rows: [new TableRow({ tableHeader: true, cantSplit: true, children: columns.map((c, i) => cell(c.head, i, true, true)) }), ...rows.map((r, n) => new TableRow({ cantSplit: true, children: columns.map((_, i) => cell(r[i] ?? '', i, total && n === rows.length - 1, false)) }))],
  });
}

/** Room for a signature and a seal, then the full name of whom signs. */
function signing({ office, how }: { office: string; how: string }): Paragraph[] {
  return [centred(office.toUpperCase(), { bold: true, size: 26 }), centred(how, { italics: true, size: SMALL }), ...Array.from({ length: 4 }, () => centred('', {})), centred('……………………………', { size: BODY })];
}

function foot({ signed, recipients }: OfficialPaper): Table {
  const right = signed.at(-1);
  const left = signed.length > 1 ? signed[0] : undefined;
  const names = recipients === null ? [] : [
    new Paragraph({ children: [new TextRun({ text: recipients.head, bold: true, italics: true, size: TABLE })] }),
    ...recipients.names.map((name, i) => new Paragraph({ tabStops: [{ type: TabStopType.LEFT, position: mm(4) }], children: [new TextRun({ text: `- ${name}${i === recipients.names.length - 1 ? '.' : ';'}`, size: SMALL })] })),
  ];
  return twoCells([WIDTH / 2, WIDTH / 2], left ? signing(left) : names.length > 0 ? names : [centred('', {})], right ? signing(right) : [centred('', {})]);
}
