/** The list of `7z l -slt`: "Key = value" lines, a blank line between members. Hostile names may disturb it: it decides what is not unpacked, never what a file is called. */

export type Listed = { /** empty where the archive names no file, as bzip2 does */ name: string; /** bytes as promised */ size: number; folder: boolean; link: boolean; encrypted: boolean; /** memory that its method asks for, in bytes */ dictionary: number };

/** What `7z l -slt` prints, line by line, as the files it names; empty where it printed no list. */
export function readList(lines: string[]): Listed[] {
  const start = lines.indexOf('----------');
  const found: Listed[] = [];
  let member = new Map<string, string>();
  const end = (): void => {
    if (member.size > 0) found.push(listed(member.get('Path') ?? '', member));
    member = new Map();
  };
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    const at = line.indexOf(' = ');
    if (line === '') end();
    else if (at > 0 && !line.startsWith('Errors: ')) member.set(line.slice(0, at), line.slice(at + 3));
  }
  end();
  return found;
}

function listed(name: string, member: Map<string, string>): Listed {
  const attributes = member.get('Attributes') ?? member.get('Mode') ?? '';
  return {
    name, size: Number(member.get('Size') ?? 0) || 0, folder: member.get('Folder') === '+' || attributes.startsWith('D'), encrypted: member.get('Encrypted') === '+',
    link: (member.get('Symbolic Link') ?? '') !== '' || (member.get('Hard Link') ?? '') !== '' || /(^|\s)l/.test(attributes), dictionary: dictionaryBytes(member.get('Method') ?? ''),
  };
}

/** "LZMA2:26" is 2^26 bytes, "LZMA:1536m" and "PPMD:o32:mem256m" say it themselves, "v6:m3:32M" is RAR's way. */
export function dictionaryBytes(method: string): number {
  const sizes = [...method.matchAll(/:(?:mem)?(\d{1,12})([bkmg]?)(?=[:\s]|$)/gi)].map(([, digits, unit]) => {
    const number = Number(digits);
    if (unit === undefined || unit === '') return number <= 40 ? 2 ** number : number;
    return number * 1024 ** 'bkmg'.indexOf(unit.toLowerCase());
  });
  return Math.max(0, ...sizes);
}
