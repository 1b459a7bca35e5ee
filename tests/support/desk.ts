/** Staff at their desk: a morning comes, they reply to its letter, they change entries by hand. */
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { entriesByCode, type EntryRow } from '../../src/store/entries.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { entryMail, mail } from './mails.ts';
import type { Stage } from './stage.ts';

export const LAN = 'lan@office.test';
export const MINH = 'minh@office.test';
export const OFFICE = 'mx.office.test';
/** What our own server says of who wrote. */
export const proven = { 'Authentication-Results': `${OFFICE}; dmarc=pass header.from=office.test; spf=pass; dkim=pass` };

type Services = Stage['service']['services'];
type Tx = Parameters<Parameters<Services['db']['transaction']>[0]>[0];

export type Desk = {
  services: () => Services;
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  entry: (code: string) => Promise<EntryRow>;
  /** registers an entry and gives its code */
  entered: (title: string, from: string) => Promise<string>;
  /** the next working morning comes; gives the summary to Lan */
  morning: () => Promise<LetterRow>;
  reply: (letter: LetterRow, text: string, from?: string, headers?: Record<string, string>) => Promise<{ message: MessageRow; letters: LetterRow[] }>;
  lettersOf: (kind: string, to?: string) => Promise<LetterRow[]>;
};

export function deskOf(stage: () => Stage): Desk {
  const services = (): Services => stage().service.services;
  const inTx: Desk['inTx'] = (work) => services().db.transaction(work);
  const lettersOf: Desk['lettersOf'] = async (kind, to) => (await stage().letters()).filter((l) => l.kind === kind && (to === undefined || l.toAddress === to));
  return {
    services, inTx, lettersOf,
    entry: (code) => inTx(async (tx) => (await entriesByCode(tx, [code]))[0]!),
    entered: async (title, from) => {
      await stage().send(await entryMail(title, { from }), from);
      return (await stage().entries()).at(-1)!.entry.code;
    },
    morning: async () => {
      const { contest } = services().loaded;
      const at = nextWorkingMorning(stage().clock.now(), contest);
      await inTx(async (tx) => planSummary(tx, contest));
      stage().clock.set(at.toISOString());
      await stage().idle();
      return (await lettersOf('staff-summary', LAN)).at(-1)!;
    },
    reply: async (letter, text, from = LAN, headers = proven) => stage().send(await mail({ from, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text, headers }), from),
  };
}
