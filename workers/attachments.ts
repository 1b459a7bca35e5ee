/** What letters carry, as bytes: made once in a process, and the same in every one. */
import type { Contest } from '../schemas/contest.ts';
import type { Attachment } from '../schemas/letters.ts';
import { attachmentName } from '../src/letters/attachments.ts';
import type { LetterAttachment } from '../src/letters/compose.ts';

const forms = new WeakMap<Contest, Promise<Buffer>>();

/** @throws where a paper cannot be made */
export function attachmentsAsFiles(names: Attachment[], contest: Contest): Promise<LetterAttachment[]> {
  return Promise.all(names.map(async (name) => ({ filename: attachmentName(name, contest), content: await formOf(contest), contentType: DOCX })));
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

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
  const { registrationForm } = await import('../src/papers/registration-form.ts');
  return registrationForm(contest);
}
