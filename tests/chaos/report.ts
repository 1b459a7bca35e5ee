/** A run in numbers. */
import type { LetterVerdict } from './judge-letters.ts';
import type { LedgerLine } from './ledger.ts';
import type { Action } from './plan.ts';
import type { Stand } from './stand.ts';

export type Measured = { seed: string; n: number; /** how many times slower than usual this machine was: so much slower came mails and faults */ pace: number; faults: Partial<Record<Action, number>>; /** the faults in words, as they came */ told: string[]; faultSeconds: number; /** until all was quiet */ seconds: number };

export type ChaosReport = Measured & {
  ok: boolean;
  violations: string[];
  /** deliveries into the mailbox by what they are, and the letters' copies, replies and bounces beside them */
  mails: { entries: number; deliveredTwice: number; questions: number; outOfOffice: number; bounces: number };
  faultCount: number;
  /** what letters met at the mail server */
  smtp: Record<string, number>;
  /** lines cut by the proxies in the middle of a message, in place of the reply to a COMMIT */
  cuts: { imap: number; postgres: number; imapRefused: number };
  /** messages handed out by the IMAP server more than once */
  refetched: number;
  /** letters the mail server took */
  accepted: number;
} & Omit<LetterVerdict, 'violations'> & { logs: string };

export function makeReport(stand: Stand, ledger: LedgerLine[], measured: Measured, letters: LetterVerdict, violations: string[]): ChaosReport {
  const count = (kind: LedgerLine['kind']): number => ledger.filter((line) => line.kind === kind).length;
  const { violations: _, ...settled } = letters;
  return {
    ...measured, ok: violations.length === 0, violations,
    mails: { entries: count('entry'), deliveredTwice: ledger.filter((line) => line.times === 2).length, questions: count('question'), outOfOffice: count('out-of-office'), bounces: count('bounce') },
    faultCount: Object.values(measured.faults).reduce((sum, n) => sum + n, 0) + Object.values(stand.sink.met).reduce((sum, n) => sum + n, 0),
    smtp: stand.sink.met,
    cuts: { imap: stand.imapProxy.counts.fired, postgres: stand.postgresProxy.counts.fired, imapRefused: stand.imapProxy.counts.refused },
    // Copies that never show, or show in the Sent folder alone, are not there to be handed out.
    refetched: stand.fetched() - ledger.reduce((sum, line) => sum + line.times, 0) - stand.sink.accepted.filter((a) => a.shownAt !== null && a.evidence !== 'sent-folder').length,
    accepted: stand.sink.accepted.length, ...settled, logs: stand.logs,
  };
}

/** For a person: some lines of text. */
export function inWords(report: ChaosReport): string[] {
  const list = (counts: Record<string, number>): string => Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', ') || 'none';
  return [
    `seed ${report.seed}: ${report.n} mails (${list(report.mails)})`,
    `seconds          ${report.seconds} until quiet, ${report.faultSeconds} of them with faults; this machine was ${report.pace} times slower than two idle cores`,
    `faults           ${report.faultCount}: ${list(report.faults)}`,
    `at SMTP          ${list(report.smtp)}`,
    `lines cut        ${list(report.cuts)}`,
    `refetched        ${report.refetched}`,
    `letters taken    ${report.accepted}; sends that ended unclear ${report.unclear}, settled by evidence: ${list(report.settledBy)}; sent once more ${report.resent}`,
    `possible doubles ${report.possibleDuplicates.length}`, ...report.possibleDuplicates.map((d) => `                 letter ${d.letter} to ${d.to}: ${d.why}`),
    `still unclear    ${report.unresolved.length}`, ...report.unresolved.map((u) => `                 letter ${u.letter} to ${u.to}: taken ${u.taken} times`),
    report.ok ? 'lost 0, registered twice 0, answered twice 0 where there was evidence: every promise kept' : `${report.violations.length} violations`,
  ];
}

/** What to know of a run that broke a promise: its seed, what was done to it, and what broke. */
export function failureInWords(report: ChaosReport): string[] {
  return [`FAILED with seed ${report.seed}: npm run chaos -- --n ${report.n} --seed ${report.seed}`, 'The faults:', ...report.told, '', ...report.violations.slice(0, 50), '', `logs: ${report.logs}`];
}
