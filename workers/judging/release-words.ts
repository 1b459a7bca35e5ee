/** What a person is told before a file goes to judges as it is: what it shows of its authors, as far as a machine could look. */
import type { Found } from '../../src/judging/mask.ts';
import type { Withheld } from '../../src/judging/package.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import type { Files, ListedFile } from './release-files.ts';

export const whyNot: Record<Withheld, string> = {
  'too-large': 'it is larger than one letter takes', 'id-card': 'a copy of an identity paper', inside: 'something inside it may go to no judge', empty: 'it is empty', truncated: 'it is incomplete', password: 'it is locked by a password',
  'unpack-limit': 'it could not be unpacked wholly', 'type-mismatch': 'its name says another kind than it is', undecodable: 'it could not be decoded', macro: 'it carries macros', infected: 'the virus scanner holds it to be infected', unscanned: 'the virus scanner did not look into it',
};

/** counts: null where nothing could be looked through */
export type Seen = { counts: { names: number; agencies: number; contacts: number } | null; lines: string[]; warnings: string[] };

const SHOWN = 12;

/** Of the file and, where it is an archive, of what lies inside it. @param find what of the entry and the registry stands in a text */
export function namesIn({ document }: ListedFile, { documents }: Pick<Files, 'documents'>, find: (text: string) => Found): Seen {
  const inside = documents.filter((d) => d.part.startsWith(`${document.part}/`));
  const [read, unread] = [[document, ...inside].filter(hasWords), (inside.length > 0 ? inside : [document]).filter((d) => !isWhole(d))];
  const found = find(read.map((d) => d.text?.text ?? '').join('\n'));
  const kinds = [['names', found.names], ['agencies', found.agencies], ['contacts', found.contacts]] as const;
  const stand = kinds.filter(([, list]) => list.length > 0);
  return {
    counts: read.length === 0 ? null : { names: found.names.length, agencies: found.agencies.length, contacts: found.contacts.length },
    lines: read.length > 0 && stand.length === 0 ? ['No name of its authors, no agency and no contact was found in its text.'] : [],
    warnings: [
      ...stand.map(([kind, list]) => `judges will see ${kind}: ${list.slice(0, SHOWN).map((w) => `“${w}”`).join(', ')}${list.length > SHOWN ? ` and ${list.length - SHOWN} more` : ''}`),
      ...(unread.length === 0 ? [] : [`${unread.length === 1 ? `“${unread[0]?.storedName ?? ''}”` : `${unread.length} files in it`} could not be looked through, or not wholly: nobody knows which names judges will see; open it first`]),
      ...(read.some((d) => d.text?.method?.includes('ocr')) ? ['its words were read from pictures by a machine: a name may have been missed'] : []),
      'pictures, nicknames and what the file says of itself, its author for instance, no machine looked through',
    ],
  };
}

function hasWords({ text }: MailDocument): boolean {
  return text?.state === 'read' && text.text.trim() !== '';
}

/** Pages that are pictures, and what lies beyond so many characters, nobody looked through. */
function isWhole(document: MailDocument): boolean {
  const { text } = document;
  return hasWords(document) && (text?.scannedPages ?? []).length === 0 && (text?.text.length ?? 0) < LONGEST_LOOKED_THROUGH;
}

/** As much of one document comes with its words (src/store/messages.ts). */
const LONGEST_LOOKED_THROUGH = 300_000;

export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
