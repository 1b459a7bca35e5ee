/** Removes the files of bytes that nobody needs any more. */
import { Problem } from '../../src/problem.ts';
import { someMailIsRead } from '../../src/store/personal/doomed.ts';
import { removeDoomed } from '../personal/remove-bytes.ts';
import type { Handler } from '../services.ts';

const WAIT_MS = 1_000;

export const removeBytes: Handler<'remove-bytes'> = async (_payload, work) => {
  if (await work.db.statement((tx) => someMailIsRead(tx))) {
    throw new Problem('mail-is-read', { forUser: 'Bytes are removed once no mail is being read.', retry: 'later', withinMs: WAIT_MS });
  }
  await removeDoomed(work);
  await work.finish(async () => undefined);
};
