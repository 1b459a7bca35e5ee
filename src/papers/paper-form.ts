/** The small form by which staff send in an entry on paper: a mark in the subject or first line, labelled lines, scans attached. */
import type { Contest } from '../../schemas/contest.ts';
import type { PaperChannel, PaperProblem } from '../../schemas/paper.ts';
import type { MailDocument, MailReading } from '../../schemas/reading.ts';
import { findCodes } from '../entry/code.ts';
import { emailsIn, phonesIn } from '../entry/values.ts';
import { fold } from '../vietnamese/fold.ts';
import type { PaperTyped } from './paper-mail.ts';
import { receivedIn } from './received.ts';

export type PaperForm = { typed: PaperTyped | null; /** its scans */ scans: MailDocument[]; /** "again": it is another entry, however alike it looks */ again: boolean; problems: PaperProblem[] };

const MARK = /^(?:(?:re|fw|fwd|tl|ct)\s*:\s*)*(?:bai (?:nop )?(?:ban )?giay|paper entry|entry on paper)\b/;

const LABELS: Record<'received' | 'postmark' | 'channel' | 'name' | 'email' | 'phone' | 'address' | 'title' | 'code' | 'again', string[]> = {
  received: ['nhan luc', 'ngay nhan', 'nhan ngay', 'thoi gian nhan', 'nop luc', 'ngay nop', 'received', 'received at', 'handed in'],
  postmark: ['dau buu dien', 'ngay dau buu dien', 'postmark'],
  channel: ['cach nop', 'kenh', 'hinh thuc nop', 'came', 'channel', 'by'],
  name: ['nguoi nop', 'nguoi gui', 'ho ten', 'ho va ten', 'ten', 'name', 'handed in by', 'from'],
  email: ['email', 'e-mail', 'thu dien tu', 'mail'], phone: ['dien thoai', 'so dien thoai', 'dt', 'sdt', 'phone', 'telephone'], address: ['dia chi', 'dia chi lien he', 'address'],
  title: ['ten bai', 'ten bai du thi', 'ten giai phap', 'ten sang kien', 'ten mo hinh', 'title', 'title of entry'],
  code: ['bo sung cho bai', 'bo sung cho', 'ma bai', 'supplements', 'entry'], again: ['bai khac', 'another entry'],
};

/** Null where the mail is no such form. */
export function readPaperForm(reading: MailReading, contest: Contest): PaperForm | null {
  const lines = reading.text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (!MARK.test(fold(reading.subject ?? '')) && !MARK.test(fold(lines[0] ?? ''))) return null;
  const stated = statedIn(lines);
  const scans = reading.documents.filter(isScan);
  const { typed, problems } = typedOf(stated, contest);
  if (reading.documents.some((d) => d.flags.includes('infected'))) problems.push({ why: 'infected', about: null });
  return { typed: problems.length > 0 ? null : typed, scans, again: /^(?:dung|co|phai|yes|true)\b/.test(fold(stated.again ?? '')), problems };
}

type Stated = Partial<Record<keyof typeof LABELS, string>>;

/** The first line of each label counts. */
function statedIn(lines: string[]): Stated {
  const stated: Stated = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    const label = fold(line.slice(0, Math.max(0, at))).replace(/^[\s*•\-–\d.)]+/, '').trim();
    const value = line.slice(at + 1).trim();
    const field = (Object.keys(LABELS) as (keyof typeof LABELS)[]).find((key) => LABELS[key].includes(label));
    if (at > 0 && field && value !== '') stated[field] ??= value;
  }
  return stated;
}

function typedOf(stated: Stated, contest: Contest): { typed: PaperTyped | null; problems: PaperProblem[] } {
  const problems: PaperProblem[] = [];
  const channel = channelIn(stated);
  if (channel === null) problems.push({ why: 'bad-channel', about: stated.channel ?? null });
  const written = stated.received ?? stated.postmark;
  const receivedAt = written === undefined ? null : timeIn(written, contest.zone);
  if (receivedAt === null) problems.push({ why: written === undefined ? 'no-received' : 'bad-received', about: written?.slice(0, 100) ?? null });
  const [email] = emailsIn(stated.email ?? '');
  if (stated.email !== undefined && email === undefined) problems.push({ why: 'bad-email', about: stated.email.slice(0, 100) });
  const codes = findCodes(stated.code ?? '', contest.codePrefix);
  if (stated.code !== undefined && codes.valid.length !== 1) problems.push({ why: 'no-entry', about: stated.code.slice(0, 100) });
  if (receivedAt === null || channel === null) return { typed: null, problems };
  const typed = {
    receivedAt, channel, name: stated.name ?? null, email: email ?? null, phone: phonesIn(stated.phone ?? '')[0] ?? null, address: stated.address ?? null, title: stated.title ?? null, code: codes.valid[0] ?? null,
  };
  return { typed, problems };
}

/** A postmark says by itself how it came. */
function channelIn({ channel, received, postmark }: Stated): PaperChannel | null {
  const said = fold(channel ?? '');
  if (/\b(buu dien|buu chinh|post)\b/.test(said)) return 'post';
  if (/\b(truc tiep|tan noi|tai cho|hand|person)\b/.test(said)) return 'hand';
  if (channel !== undefined) return null;
  return received === undefined && postmark !== undefined ? 'post' : 'hand';
}

function timeIn(text: string, zone: string): Date | null {
  try {
    return receivedIn(text, zone);
  } catch {
    return null;
  }
}

const PICTURES = /^(jpg|png|gif)$/;
/** Smaller pictures in the text are logos of a signature. */
const LOGO_BYTES = 40_000;

/** What lies inside other files is read again with these. */
function isScan({ part, from, detectedType, size, flags, sha256 }: MailDocument): boolean {
  if (part.includes('/') || sha256 === '' || flags.includes('infected') || flags.includes('empty')) return false;
  return from === 'attachment' || (from === 'inline' && !(PICTURES.test(detectedType) && size < LOGO_BYTES));
}
