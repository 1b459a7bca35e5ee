/** What letters carry, as bytes: the same each time, so that a letter that leaves twice is one letter. */
import type { Contest } from '../../schemas/contest.ts';
import type { Attachment, CarriedAppointment } from '../../schemas/letters.ts';
import type { Blobs } from '../../src/edges/blobs.ts';
import { attachmentName } from '../../src/letters/attachments.ts';
import type { LetterAttachment } from '../../src/letters/compose.ts';
import { calendarFile } from '../../src/results/calendar-file.ts';

export type Carrying = { contest: Contest; blobs: Pick<Blobs, 'read'>; /** who gets the letter, and when it was written */ letter: { toAddress: string; createdAt: Date } };

/** @throws where a paper cannot be made, or the bytes of a file are missing */
export function attachmentsAsFiles(attached: Attachment[], carrying: Carrying): Promise<LetterAttachment[]> {
  return Promise.all(attached.map(async (one) => ({ filename: attachmentName(one, carrying.contest), ...await bytesOf(one, carrying) })));
}

async function bytesOf(one: Attachment, { contest, blobs, letter }: Carrying): Promise<Omit<LetterAttachment, 'filename'>> {
  if (one === 'registration-form') return { content: await formOf(contest), contentType: DOCX };
  if (one.kind === 'file') return { content: await blobs.read(one.sha256), contentType: one.contentType };
  return { content: Buffer.from(appointment(one, contest, letter)), contentType: `text/calendar; charset=utf-8; method=${one.cancelled ? 'CANCEL' : 'REQUEST'}` };
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

function appointment({ startsAt, ...one }: CarriedAppointment, contest: Contest, { toAddress, createdAt }: Carrying['letter']): string {
  const organiser = { name: contest.shortName[contest.locale] ?? contest.id, address: contest.mailbox.address };
  return calendarFile({ ...one, startsAt: new Date(startsAt), organiser, attendees: [toAddress], saidAt: createdAt });
}

const forms = new WeakMap<Contest, Promise<Buffer>>();

/** Made once in a process. */
function formOf(contest: Contest): Promise<Buffer> {
  const before = forms.get(contest);
  if (before) return before;
  const form = makeForm(contest);
  forms.set(contest, form);
  // One that failed is made anew for the next letter.
  form.catch(() => forms.delete(contest));
  return form;
}

/** Loaded when first needed: most processes, and all that read nothing but complete entries, send none. */
async function makeForm(contest: Contest): Promise<Buffer> {
  const { registrationForm } = await import('../../src/papers/registration-form.ts');
  return registrationForm(contest);
}
