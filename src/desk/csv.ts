/** Rows as a CSV file (RFC 4180, UTF-8 with a byte order mark for spreadsheet programs): every cell quoted, none of them a formula. */
export function csvText(rows: string[][]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string): string {
  const plain = value.replace(/[\r\n]+/g, ' ');
  return `"${(/^\s*[=+\-@＝＋－＠]/u.test(plain) ? `'${plain}` : plain).replaceAll('"', '""')}"`;
}
