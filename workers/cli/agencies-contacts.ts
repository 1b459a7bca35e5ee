/** The contacts of agencies, as the contest's folder has them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedContest } from '../../schemas/contest.ts';
import { readAgencyContacts, type AgencyContact } from '../../src/contest/agency-contacts.ts';
import { Problem, wrongUse } from '../../src/problem.ts';

export const CONTACTS_FILE = 'agencies-contacts.csv';

/** @throws Problem wrong-use where there is no such file, contest-wrong where it has faults, one line each */
export async function readContacts({ dir, agencies, contest }: LoadedContest): Promise<AgencyContact[]> {
  const path = join(dir, CONTACTS_FILE);
  if (!existsSync(path)) throw wrongUse(`${path}: no such file; it holds agency,name,email,second_email, one agency a line`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    throw new Problem('contest-wrong', { forUser: `${path}:1: expected UTF-8 text; save the file as UTF-8`, cause });
  }
  const { contacts: list, faults } = readAgencyContacts(text, agencies, [contest.mailbox.address, ...contest.mailbox.alsoOwn]);
  if (faults.length > 0) throw new Problem('contest-wrong', { forUser: faults.map((f) => `${path}:${f.line}: ${f.at === '' ? '' : `${f.at}: `}${f.told}`).join('\n') });
  return list;
}

/** None where the folder has no such file. @throws Problem contest-wrong where it has faults */
export async function contactsIfAny(loaded: LoadedContest): Promise<AgencyContact[]> {
  return existsSync(join(loaded.dir, CONTACTS_FILE)) ? readContacts(loaded) : [];
}
