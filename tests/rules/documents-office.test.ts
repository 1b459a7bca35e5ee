import { describe, expect, it } from 'vitest';
import iconv from 'iconv-lite';
import { readText } from '../../src/documents/index.ts';
import { detectType } from '../../src/mail/detect.ts';
import { docxOf, odfOf, p, pdfOf, row, xlsxOf, zipOf } from '../support/office-files.ts';

const tools = { pdfWords: null };
const lines = async (bytes: Buffer, type: string): Promise<string[]> => (await readText(bytes, type, tools)).text.text.split('\n');
const docx = (body: string, more?: Record<string, string>) => lines(docxOf(body, more), 'docx');
const BREAK = '\u2028';

describe('a Word form', () => {
  it('keeps rows of cells, breaks inside a cell, and columns that are empty', async () => {
    expect(await docx(`<w:tbl>${row(p('Họ tên'), p('Nguyễn Văn A') + p('Trần Thị B'), p('x'))}${row(p('Điện thoại'), '<w:p/>', p('y'))}</w:tbl>${p('hết')}`))
      .toEqual([`Họ tên\tNguyễn Văn A${BREAK}Trần Thị B\tx`, 'Điện thoại\t\ty', 'hết']);
  });

  it('flattens a table inside a cell, and lets one that only lays out another step aside', async () => {
    const inner = `<w:tbl>${row(p('a'), p('b'))}${row(p('c'), p('d'))}</w:tbl>`;
    expect(await docx(`<w:tbl>${row(p('label'), inner)}</w:tbl>`)).toEqual([`label\ta b${BREAK}c d`]);
    expect(await docx(`<w:tbl>${row(p(''), inner)}</w:tbl>`)).toEqual(['a\tb', 'c\td']);
    expect(await docx(`<w:tbl>${row(p('Họ tên: A') + p('Đơn vị: B'))}</w:tbl>`)).toEqual(['Họ tên: A', 'Đơn vị: B']);
  });

  it('shows every way to tick a box as ☒ and ☐', async () => {
    const control = (checked: number, glyph: string): string => `<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="${checked}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>${glyph}</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t> Cá nhân</w:t></w:r></w:p>`;
    const legacy = (state: string): string => `<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>${state}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> Nhóm</w:t></w:r></w:p>`;
    const sym = (code: string, font = 'Wingdings'): string => `<w:p><w:r><w:sym w:font="${font}" w:char="${code}"/></w:r><w:r><w:t> Tập thể</w:t></w:r></w:p>`;
    expect(await docx(control(1, 'X') + control(0, '☐') + legacy('<w:default w:val="0"/><w:checked/>') + legacy('<w:default w:val="1"/>') + legacy('<w:default w:val="1"/><w:checked w:val="0"/>') + sym('F0FE') + sym('F0A8') + sym('0052', 'Wingdings 2') + sym('00A3', 'Wingdings 2')))
      .toEqual(['☒ Cá nhân', '☐ Cá nhân', '☒ Nhóm', '☒ Nhóm', '☐ Nhóm', '☒ Tập thể', '☐ Tập thể', '☒ Tập thể', '☐ Tập thể']);
    expect(await docx('<w:p><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r><w:r><w:t> một</w:t></w:r></w:p>')).toEqual(['☒ một']);
  });

  it('leaves out what was deleted, hidden, a field code, a prompt, or a copy for old programs', async () => {
    expect(await docx('<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>'
      + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>kết quả</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
      + '<w:p><w:r><w:t>Tên:</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Nhấp vào đây để nhập</w:t></w:r></w:sdtContent></w:sdt></w:p>'
      + '<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>nhập</w:t></w:r></w:p></w:sdtContent></w:sdt>')).toEqual(['mới', 'kết quả', 'Tên:', 'nhập']);
  });

  it('tells text boxes once, behind their paragraph, and headers and notes at the end', async () => {
    const box = `<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>${p('trong hộp')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>${p('trong hộp')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`;
    const part = (name: string, text: string): string => `<w:${name} xmlns:w="w">${p(text)}</w:${name}>`;
    expect(await docx(`<w:p><w:r><w:t>trước</w:t></w:r><w:r>${box}</w:r><w:r><w:t> sau</w:t></w:r></w:p>`, { 'word/header1.xml': part('hdr', 'đầu trang'), 'word/header2.xml': part('hdr', 'đầu trang'), 'word/footnotes.xml': part('footnotes', 'chú thích') }))
      .toEqual(['trước sau', 'trong hộp', 'chú thích', 'đầu trang']);
  });

  it('counts plain lists, and takes a tab for a space and a break for a break', async () => {
    const numbering = '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>';
    const item = (text: string, level = 0): string => `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    expect(await docx(`${item('một')}${item('nhỏ', 1)}${item('nhỏ nữa', 1)}${item('hai')}<w:p><w:r><w:t>x</w:t><w:tab/><w:t>y</w:t><w:br/><w:t>z</w:t></w:r></w:p>`, { 'word/numbering.xml': numbering }))
      .toEqual(['1. một', 'a) nhỏ', 'b) nhỏ nữa', '2. hai', `x y${BREAK}z`]);
  });

  it('typed in a font of 1998 is Vietnamese again, and what stands beside it in Unicode stays', async () => {
    // TCVN3 (ABC) bytes as Word keeps them: each a Latin-1 letter.
    const old = iconv.decode(iconv.encode('Đề tài cải cách thủ tục hành chính của huyện Vị Thủy năm hai nghìn', 'tcvn'), 'latin1');
    const [first, second] = await docx(p(old) + p('Đơn vị: Sở Nội vụ tỉnh Hậu Giang'));
    expect(first).toBe('Đề tài cải cách thủ tục hành chính của huyện Vị Thủy năm hai nghìn');
    expect(second).toBe('Đơn vị: Sở Nội vụ tỉnh Hậu Giang');
  });

  it('with a program inside is read and flagged', async () => {
    const read = await readText(docxOf(p('văn bản'), { 'word/vbaProject.bin': 'x' }), 'docm', tools);
    expect(read).toMatchObject({ flags: ['macro'], text: { state: 'read', text: 'văn bản' } });
  });
});

describe('a sheet', () => {
  it('shows dates, percentages and leading zeros as a person sees them, and formulas as their results', async () => {
    const styles = '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000000000"/><numFmt numFmtId="165" formatCode="dd\\/mm\\/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>';
    const cells = '<row><c r="A1" s="1"><v>45488</v></c><c r="B1" s="2"><v>0.25</v></c><c r="C1" s="3"><v>900000101</v></c><c r="E1" s="4"><v>1</v></c></row><row><c r="A2" t="inlineStr"><is><t>chữ</t></is></c><c r="B2" t="str"><f>A2</f><v>chữ</v></c><c r="C2"><v>0.30000000000000004</v></c><c r="D2" t="b"><v>1</v></c></row>';
    expect(await lines(xlsxOf(cells, { 'xl/styles.xml': styles }), 'xlsx')).toEqual(['Số liệu', '15/7/2024\t25%\t0900000101\t\t1/1/1900', 'chữ\tchữ\t0.3\tTRUE']);
  });

  it('of OpenDocument repeats cells and rows that are repeated, within reason', async () => {
    const cell = (text: string, times = 1): string => `<table:table-cell table:number-columns-repeated="${times}">${text === '' ? '' : `<text:p>${text}</text:p>`}</table:table-cell>`;
    const table = `<table:table table:name="Bảng"><table:table-row>${cell('a')}${cell('', 2)}${cell('b', 2)}${cell('', 16_000)}</table:table-row><table:table-row table:number-rows-repeated="1048570">${cell('', 16_384)}</table:table-row></table:table>`;
    expect(await lines(odfOf('spreadsheet', table), 'ods')).toEqual(['Bảng', 'a\t\t\tb\tb']);
  });

  it('of commas, semicolons or tabs gives rows, in UTF-16 too, and with a quote that nothing closes', async () => {
    expect(await lines(Buffer.from('họ tên;đơn vị\n"Nguyễn; A";Sở Y tế\n'), 'csv')).toEqual(['họ tên\tđơn vị', 'Nguyễn; A\tSở Y tế']);
    expect(await lines(Buffer.from('\ufeffa\tb\nc\td', 'utf16le'), 'csv')).toEqual(['a\tb', 'c\td']);
    expect(await lines(Buffer.from('a,"b\nc,d'), 'csv')).toEqual(['a\t"b', 'c\td']);
  });
});

describe('other texts', () => {
  it('OpenDocument: tables, notes, deleted text, boxes of forms', async () => {
    const body = '<text:tracked-changes><text:changed-region><text:deletion><text:p>xóa</text:p></text:deletion></text:changed-region></text:tracked-changes>'
      + '<office:forms><form:form><form:checkbox form:id="c1" form:label="Cá nhân" form:current-state="checked"/></form:form></office:forms>'
      + '<text:p>a<text:tab/>b<text:s text:c="3"/>c<text:line-break/>d<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích</text:p></text:note-body></text:note></text:p>'
      + '<text:p><draw:control draw:control="c1"/></text:p><table:table><table:table-row><table:table-cell><text:p>x</text:p><text:p>y</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>z</text:p></table:table-cell></table:table-row></table:table>';
    expect(await lines(odfOf('text', body), 'odt')).toEqual([`a b c${BREAK}d`, 'chú thích', '☒ Cá nhân', `x${BREAK}y\t\tz`]);
  });

  it('RTF: Unicode with its stand-ins, Vietnamese code pages, tables, boxes, and nothing of its stylesheets', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset163 Times New Roman;}{\f1\fcharset2 Wingdings;}}{\stylesheet{\s0 Normal;}}{\info{\author Ai}}{\*\generator X;}`
      + String.raw`\f0 Ti\u7871?ng Vi\'ea\'f2t\par \trowd\intbl H\u7885? t\'eàn\cell Nguy\u7877?n A\par B\cell\row\pard {\uc2 \u273ab\'e0}i{\field{\*\fldinst HYPERLINK x}{\fldrslt  li\'ean k\'eà}}\line{\f1\'fe} m\u7897?t\par`
      + String.raw`{\field{\*\fldinst { FORMCHECKBOX }{\*\formfield{\fftype1\ffres1\ffdefres0}}}{\fldrslt }} Nh\'f3m\par}`;
    const text = await lines(Buffer.from(rtf, 'latin1'), 'rtf');
    expect(text[0]).toBe('Tiếng Việt');
    expect(text[1]?.split('\t')).toHaveLength(2);
    expect(text[1]).toContain(`Nguyễn A${BREAK}B`);
    expect(text[2]).toContain(`${BREAK}☒ một`);
    expect(text[2]).not.toContain('HYPERLINK');
    expect(text[3]).toMatch(/^☒ Nh/);
    expect(text.join()).not.toMatch(/Normal|Ai|Times/);
  });

  it('HTML: rows, ticked inputs, the charset of its meta, nothing of scripts', async () => {
    const html = '<html><head><meta charset="windows-1258"><style>p{}</style></head><body><script>x</script><p>Một <b>hai</b>\n ba<br>bốn</p><table><tr><td>Họ tên<td>A<p>B</table><input type=checkbox checked> Có <input type="checkbox"> Không</body></html>';
    expect(await lines(Buffer.from(html), 'html')).toEqual([`Một hai ba${BREAK}bốn`, `Họ tên\tA${BREAK}B`, '☒ Có ☐ Không']);
  });

  it('plain text: UTF-16, tabs as cells, NFC, and no characters that cannot be seen', async () => {
    const bytes = Buffer.from('\ufeffHo\u0323 te\u0302n:\tA\r\n\u202eB\u0000\u200b\u00ad C', 'utf16le');
    expect(await detectType(bytes, 'txt', '')).toBe('txt');
    expect(await lines(bytes, 'txt')).toEqual(['Họ tên:\tA', 'B C']);
  });

  it('a PDF with an owner password alone is read, by pdf.js too', async () => {
    const written = ['Ho so dang ky du thi sang kien cai cach hanh chinh', 'Ho va ten tac gia la Nguyen Van Mau'];
    expect(await lines(pdfOf(written, { user: '', owner: 'secret' }), 'pdf')).toEqual(written);
    expect((await readText(pdfOf(written, { user: 'x', owner: 'secret' }), 'pdf', tools)).text).toMatchObject({ state: 'failed', failure: 'password' });
  });

  it('a zip that is an office file is told by its parts, also without its end', async () => {
    const whole = docxOf(p('văn bản '.repeat(300)));
    expect(await detectType(whole, 'docx', '')).toBe('docx');
    expect(await detectType(whole.subarray(0, whole.length - 60), 'docx', '')).toBe('docx');
    expect(await detectType(zipOf({ 'bai.docx': whole }), 'zip', '')).toBe('zip');
  });
});

describe('an office file without text', () => {
  it('that holds a photo of a form says that it holds pictures', async () => {
    expect((await readText(docxOf('<w:p/>', { 'word/media/image1.png': 'x' }), 'docx', tools)).text).toMatchObject({ state: 'none', failure: 'pictures' });
    expect((await readText(odfOf('text', '<text:p/>', { 'Pictures/1.png': 'x' }), 'odt', tools)).text).toMatchObject({ state: 'none', failure: 'pictures' });
  });
});

describe('old fonts in other files', () => {
  const wanted = 'Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc';

  it('TCVN3 in RTF and VNI in HTML are Vietnamese again', async () => {
    const hex = [...iconv.encode(wanted, 'tcvn')].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\'${byte.toString(16)}`)).join('');
    expect(await lines(Buffer.from(`{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 .VnTime;}}\\f0 ${hex}\\par}`, 'latin1'), 'rtf')).toEqual([wanted]);
    const vni = 'Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñoäc laäp töï do haïnh phuùc';
    expect(await lines(Buffer.from(`<html><meta charset="utf-8"><p>${vni}</p></html>`), 'html')).toEqual([wanted]);
  });
});
