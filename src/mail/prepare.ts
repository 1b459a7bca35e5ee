/** What stands in the way of reading: line ends by CR alone, byte order marks, mbox separators. Everything else stays as it came. */

/** The bytes from which a mail is read; the stored raw bytes are never changed. */
export function prepare(raw: Buffer): Buffer {
  let bytes = raw;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
  if (!bytes.subarray(0, 65_536).includes(0x0a) && bytes.subarray(0, 65_536).includes(0x0d)) bytes = Buffer.from(bytes.map((byte) => (byte === 0x0d ? 0x0a : byte)));
  let start = 0;
  while (bytes[start] === 0x0a || bytes[start] === 0x0d) start++;
  bytes = bytes.subarray(start);
  if (bytes.toString('latin1', 0, 5) === 'From ' || bytes.toString('latin1', 0, 6) === '>From ') {
    const newline = bytes.indexOf(0x0a);
    if (newline >= 0) bytes = bytes.subarray(newline + 1);
  }
  return bytes;
}
