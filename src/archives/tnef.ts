/** winmail.dat (MS-OXTNEF): the files that Outlook packed into it. Its text is the mail's own body, which comes beside it. */
import iconv from 'iconv-lite';
import { Problem } from '../problem.ts';
import type { Inner } from './archive.ts';
import type { Budget } from './budget.ts';
import { readMapi, type MapiProps } from './mapi.ts';
import { cleanName } from './names.ts';

type Attachment = { title: string | null; data: Buffer | null; props: MapiProps };

/** Attachments in a winmail.dat, in its order, under the budget. @throws Problem `unpack-limit` or, once the whole ones were given, `truncated` */
export async function* tnefMembers(bytes: Buffer, budget: Budget): AsyncGenerator<Inner> {
  const { attachments, cut } = readTnef(bytes);
  for (const [i, attachment] of attachments.entries()) {
    const { name, data } = described(attachment, i + 1);
    if (!budget.admit()) throw new Problem('unpack-limit', { forUser: 'The file holds more than is opened.', forStaff: `${attachments.length} attachments in winmail.dat` });
    const refused = budget.refuses(data.length, null) ?? budget.spend(data.length, data.length, null);
    yield { name, size: data.length, bytes: refused ? null : data, flags: refused ? [refused] : [] };
  }
  if (cut) throw new Problem('truncated', { forUser: 'The file winmail.dat is damaged.', forStaff: 'winmail.dat ends within an attribute' });
}

const NAMES = { oemCodepage: 0x9007, renddata: 0x9002, title: 0x8010, data: 0x800f, props: 0x9005 };
const SIGNATURE_AND_KEY = 6;
/** level, name, type and length before the data; a checksum behind it */
const HEAD = 9;
const MOST_ATTACHMENTS = 1_000;

function readTnef(bytes: Buffer): { attachments: Attachment[]; cut: boolean } {
  const attachments: Attachment[] = [];
  let charset = 'windows-1252';
  let at = SIGNATURE_AND_KEY;
  while (at + HEAD <= bytes.length) {
    const name = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const value = bytes.subarray(at + HEAD, at + HEAD + length);
    const current = attachments.at(-1);
    if (name === NAMES.oemCodepage && length >= 4 && value.length >= 4) charset = charsetOf(value.readUInt32LE(0));
    else if (name === NAMES.renddata && attachments.length < MOST_ATTACHMENTS) attachments.push({ title: null, data: null, props: new Map() });
    else if (name === NAMES.title && current) current.title = text(value, charset);
    else if (name === NAMES.data && current) current.data = value;
    else if (name === NAMES.props && current) current.props = readMapi(value, (raw) => text(raw, charset));
    at += HEAD + length + 2;
  }
  // Writers leave the last checksum out, or add a byte; a missing value is missing data.
  return { attachments, cut: at > bytes.length + 2 };
}

function charsetOf(codepage: number): string {
  const name = codepage === 65_001 ? 'utf-8' : `windows-${codepage}`;
  return iconv.encodingExists(name) ? name : iconv.encodingExists(`cp${codepage}`) ? `cp${codepage}` : 'windows-1252';
}

function text(raw: Buffer, charset: string): string {
  const decoded = iconv.decode(raw, charset);
  const end = decoded.indexOf('\u0000');
  return (end < 0 ? decoded : decoded.slice(0, end)).normalize('NFC');
}

/** PidTagAttachLongFilename, PidTagDisplayName, PidTagAttachFilename, PidTagAttachDataBinary, PidTagAttachDataObject (MS-OXPROPS) */
const TAGS = { longName: 0x3707, displayName: 0x3001, shortName: 0x3704, extension: 0x3703, dataOrObject: 0x3701 };
const EMBEDDED_OBJECT = 0x0d;
const GUID = 16;

function described({ title, data, props }: Attachment, number: number): { name: string; data: Buffer } {
  const word = (tag: number): string => {
    const found = props.get(tag)?.value;
    return typeof found === 'string' ? cleanName(found) : '';
  };
  const given = props.get(TAGS.dataOrObject);
  const packed = Buffer.isBuffer(given?.value) ? given.value : Buffer.alloc(0);
  // A mail within is winmail.dat again, behind the id of its interface.
  const inner = given?.type === EMBEDDED_OBJECT ? packed.subarray(GUID) : packed;
  const content = inner.length > 0 && (data === null || data.length === 0 || given?.type === EMBEDDED_OBJECT) ? inner : data ?? inner;
  const name = [word(TAGS.longName), withExtension(word(TAGS.displayName), word(TAGS.extension)), cleanName(title ?? ''), word(TAGS.shortName)].find((n) => n !== '') ?? '';
  return { name: name === '' ? `attachment-${number}` : name, data: content };
}

/** What is shown of a file may lack its ending. */
function withExtension(name: string, extension: string): string {
  return name === '' || extension === '' || /\.[a-z0-9]{1,8}$/i.test(name) ? name : `${name}${extension}`;
}
