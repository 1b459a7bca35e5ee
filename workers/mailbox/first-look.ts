/** What the head of a mail says before anybody reads it: whose it is, and whether it may be an entry. */
import type { MailReading } from '../../schemas/reading.ts';
import { readMail } from '../../src/mail/read.ts';
import { validSender } from '../../src/mail/kinds/sender.ts';
import { promising } from '../../src/mail/urgency.ts';
import type { Services } from '../services.ts';

export type FirstLook = { reading: MailReading | null; fromAddress: string | null; promising: boolean };

/** As much of a mail as is looked through for the end of its header, bytes. */
export const HEAD_BYTES = 256 * 1024;

export async function firstLook({ loaded, secretKeys }: Pick<Services, 'loaded' | 'secretKeys'>, raw: Buffer): Promise<FirstLook> {
  const end = raw.subarray(0, HEAD_BYTES).indexOf('\r\n\r\n');
  try {
    const { reading } = await readMail(raw.subarray(0, end < 0 ? Math.min(raw.length, HEAD_BYTES) : end + 4), { partBytes: 0 });
    return { reading, fromAddress: validSender(reading), promising: promising(reading, loaded.contest, secretKeys) };
  } catch {
    // Whatever is wrong with it is found again, and put on record, when the parser reads the mail: one mail must not stop the mailbox.
    return { reading: null, fromAddress: null, promising: false };
  }
}
