/** A contest that closes at the end of 16 August 2024, and all it takes to change that. */
import { DateTime } from 'luxon';
import { approvalsByCode, type ApprovalRow } from '../../src/store/approvals.ts';
import { brokenLinks } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { carryOutDeadline } from '../../workers/deadline/carry-out.ts';
import { proposeDeadline, type Proposed } from '../../workers/deadline/propose.ts';
import type { Services } from '../../workers/services.ts';
import { entryMail } from './mails.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export const LAN = 'lan@office.test';
export const HOST = 'mx.office.test';
/** 17 August in Vietnam is too late */
export const CLOSED = '2024-08-16T17:00:00Z';
export const LATER = { closes: new Date('2024-08-23T17:00:00Z'), reason: 'mưa lũ tại nhiều xã', decisionNo: 'Quyết định số 12/QĐ-BTC' };

export type DeadlineStage = Stage & {
  services: Services;
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  propose: (act?: typeof LATER) => Promise<Proposed>;
  /** why nothing was done; null where it was */
  approve: (code: string) => Promise<string | null>;
  to: (address: string, kind?: string) => Promise<LetterRow[]>;
  states: () => Promise<string[]>;
  /** keys of the planned jobs still to be done */
  planned: (name: string) => Promise<string[]>;
  /** a complete entry, whose mail says that it was written at the very time; `at` moves the clock before */
  enters: (name: string, at?: string) => Promise<void>;
  /** what the oracle and the audit chain complain about */
  unsound: () => Promise<string[]>;
};

export async function openDeadlineStage(now: string, options: StageOptions = {}): Promise<DeadlineStage> {
  const stage = await openStage({ now, authservId: HOST, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN], auth: 'server' } }), ...options });
  const { services } = stage.service;
  const inTx: DeadlineStage['inTx'] = (work) => services.db.transaction(work);
  return {
    ...stage, services, inTx,
    propose: (act = LATER) => inTx((tx) => proposeDeadline(tx, services, act, LAN)),
    approve: (code) => inTx(async (tx) => {
      const [row] = await approvalsByCode(tx, [code]);
      const carried = await carryOutDeadline(tx, services, row as ApprovalRow, LAN);
      return carried.state === 'done' ? null : 'why' in carried ? carried.why : carried.state;
    }),
    to: async (address, kind = 'deadline-changed') => (await stage.letters()).filter((l) => l.toAddress === address && l.kind === kind),
    states: async () => (await stage.entries()).map((e) => e.entry.state),
    planned: async (name) => (await stage.database.query<{ key: string }>('select key from job where name = $1 and planned and done_at is null order by due_at', [name])).map((r) => r.key),
    enters: async (name, at) => {
      if (at) stage.clock.set(at);
      const date = DateTime.fromJSDate(stage.clock.now(), { zone: 'utc' }).toRFC2822() ?? '';
      const raw = await entryMail(`Sáng kiến của ${name}`, { from: `${name}@people.test` });
      await stage.send(Buffer.from(raw.toString('latin1').replace(/^Date: .*$/m, `Date: ${date}`), 'latin1'), `${name}@people.test`);
    },
    unsound: async () => [...(await stage.verdict()).invariants.flatMap((i) => i.violations), ...(await inTx(brokenLinks)).violations],
  };
}
