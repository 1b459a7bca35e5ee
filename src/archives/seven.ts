/** 7z, RAR, tar, gzip and what else 7-Zip reads: listed first, then unpacked in passes that memory can hold. */
import { storedName } from '../mail/names.ts';
import type { DocumentFlag } from '../../schemas/reading.ts';
import { Problem } from '../problem.ts';
import type { Inner } from './archive.ts';
import type { Budget } from './budget.ts';
import { cleanName, isNoise } from './names.ts';
import { lockedHeaders } from './locked.ts';
import { runSevenZip, type Run, type Written } from './seven-zip.ts';
import { readList, type Listed } from './seven-list.ts';

const MB = 1024 * 1024;
/** Of members that are unpacked at one time. */
const PASS_BYTES = 48 * MB;

/** Files in an archive of any format that 7-Zip knows, in its order, under the budget. @param name of the archive @throws Problem `password`, `damaged`, `truncated` or `unpack-limit` */
export async function* packedMembers(bytes: Buffer, budget: Budget, name: string): AsyncGenerator<Inner> {
  const archive = storedName(name, '1', '');
  const listing = await runSevenZip('l', bytes, archive);
  const listed = readList(listing.lines).map((file) => (file.name === '' ? { ...file, name: archive.replace(/(.)\.[^.]*$/, '$1') } : file));
  if (listing.aborted !== null && listed.length === 0) throw lockedHeaders(bytes) ? locked() : damaged(listing);
  if (listed.length === 0 && listing.lines.some((line) => line.startsWith('ERROR'))) throw /password/i.test(listing.lines.join('\n')) ? locked() : damaged(listing);
  const files = listed.filter((file) => !file.folder && !isNoise(file.name));
  const admitted: Admitted[] = [];
  for (const file of files) {
    if (!budget.admit()) break;
    admitted.push({ ...file, left: refusal(file, bytes.length, budget) });
  }
  for (const pass of passes(admitted)) yield* unpack(bytes, archive, pass, pass.length === listed.length, budget);
  if (admitted.length < files.length) throw new Problem('unpack-limit', { forUser: 'The archive holds more than is opened.', forStaff: `${files.length} members` });
  if (listing.lines.includes(CUT)) throw new Problem('truncated', { forUser: 'The archive is damaged: its end is missing.', forStaff: CUT });
}

/** left: why it is not unpacked, or null */
type Admitted = Listed & { left: DocumentFlag | null };

/** Why a member is not unpacked, by the list alone. */
function refusal(file: Listed, archiveBytes: number, budget: Budget): DocumentFlag | null {
  if (file.encrypted) return 'password';
  if (file.link || /[\r\n]/.test(file.name)) return 'undecodable';
  return file.dictionary > budget.limits.dictionaryBytes ? 'unpack-limit' : budget.refuses(file.size, archiveBytes);
}

function* passes(files: Admitted[]): Generator<Admitted[]> {
  let pass: Admitted[] = [];
  let bytes = 0;
  for (const file of files) {
    const size = file.left === null ? file.size : 0;
    if (pass.length > 0 && bytes + size > PASS_BYTES) {
      yield pass;
      pass = [];
      bytes = 0;
    }
    pass.push(file);
    bytes += size;
  }
  if (pass.length > 0) yield pass;
}

/** @param whole true where the pass is all that is in the archive */
async function* unpack(bytes: Buffer, archive: string, pass: Admitted[], whole: boolean, budget: Budget): AsyncGenerator<Inner> {
  const over = new Map<string, DocumentFlag>();
  const wanted = pass.filter((file) => file.left === null).map((file) => file.name);
  const run = wanted.length === 0 || budget.spent() ? NOTHING : await runSevenZip('x', bytes, archive, whole && wanted.length === pass.length ? null : wanted, (path, length, soFar) => {
    const flag = budget.spend(length, soFar, bytes.length);
    if (flag) over.set(path, flag);
    if (budget.spent()) throw new Error('over the budget');
    return flag === null && !over.has(path);
  });
  const written = new Map(run.files.map((file) => [cleanName(file.path), file]));
  for (const file of pass) {
    const name = cleanName(file.name);
    const found = written.get(name);
    written.delete(name);
    if (found === undefined) yield { name, size: file.size, bytes: null, flags: [file.left ?? errorOf(run, file.name) ?? (budget.spent() ? 'unpack-limit' : 'undecodable')] };
    else yield unpacked(name, found, over.get(found.path) ?? errorOf(run, found.path));
  }
  // What it had to call otherwise, for two of one name or a name that no file may have.
  for (const [name, file] of written) if (!isNoise(name)) yield unpacked(name, file, over.get(file.path) ?? errorOf(run, file.path));
}

/** What is broken is given as far as it came, with its flag. */
function unpacked(name: string, file: Written, flag: DocumentFlag | null): Inner {
  const usable = flag === null || ((flag === 'truncated' || flag === 'undecodable') && file.size > 0);
  const bytes = usable ? Buffer.concat(file.pieces) : null;
  file.pieces.length = 0;
  return { name, size: file.size, bytes, flags: flag === null ? [] : [flag] };
}

const NOTHING: Run = { lines: [], files: [], aborted: null };

const CUT = 'Unexpected end of archive';

/** What 7-Zip says of one member: "ERROR: CRC Failed : name". */
function errorOf(run: Run, name: string): DocumentFlag | null {
  const line = run.lines.find((line) => line.startsWith('ERROR') && line.endsWith(` : ${name}`));
  if (line === undefined) return null;
  if (/password/i.test(line)) return 'password';
  return /unexpected end/i.test(line) || run.lines.includes(CUT) ? 'truncated' : 'undecodable';
}

function locked(): Problem {
  return new Problem('password', { forUser: 'The archive is locked with a password.', forStaff: 'the list itself is encrypted' });
}

function damaged(run: Run): Problem {
  const said = run.lines.filter((line) => line.startsWith('ERROR')).join('; ').slice(0, 300);
  return new Problem('damaged', { forUser: 'The archive is damaged.', forStaff: `7-Zip: ${said || run.aborted || 'no members'}` });
}
