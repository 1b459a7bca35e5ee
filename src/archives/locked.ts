/** Archives whose very list is encrypted, told from damaged ones by their first bytes. */

const AES_OF_7Z = Buffer.from([0x06, 0xf1, 0x07, 0x01]);

/** 7z: the packed list names AES as its method. RAR 5: the first header is the one for encryption. RAR 4: a bit of the archive's header. */
export function lockedHeaders(bytes: Buffer): boolean {
  if (bytes.length < 32) return false;
  const start = bytes.toString('latin1', 0, 8);
  if (start.startsWith('7z\xbc\xaf\x27\x1c')) {
    const at = 32 + Number(bytes.readBigUInt64LE(12));
    return bytes.subarray(at, at + 1_024).includes(AES_OF_7Z);
  }
  if (start.startsWith('Rar!\x1a\x07\x01')) return rar5HeaderType(bytes) === RAR5_ENCRYPTION;
  return start.startsWith('Rar!\x1a\x07\x00') && bytes[9] === 0x73 && (bytes.readUInt16LE(10) & 0x80) !== 0;
}

const RAR5_ENCRYPTION = 4;

/** Behind the signature: CRC32, then size and type as numbers of seven bits a byte. */
function rar5HeaderType(bytes: Buffer): number {
  let at = 12;
  while (at < 15 && (bytes[at] ?? 0) >= 0x80) at++;
  return bytes[at + 1] ?? 0;
}
