/** What a changed deadline makes of entries that stood as late. Nothing here makes any entry late. */
import type { Finding } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import { settled, stateAfter } from './state.ts';

/** An entry with a version that came late; its versions oldest first. */
export type LateEntry = {
  entryId: string; code: string; title: string | null; state: EntryState; stateBeforeWithdrawal: EntryState | null;
  versions: LateVersion[];
};
export type LateVersion = { id: string; receivedAt: Date; dateHeader: string | null; topReceivedAt: Date | null; findings: Finding[] };

export type Turn = {
  entry: LateEntry;
  /** versions that are in time now; with none of them only the words of the findings change */
  inTime: string[];
  findings: Map<string, Finding[]>;
  state: EntryState;
  stateBeforeWithdrawal: EntryState | null;
};

/** @param window the check of the received time, under the new deadline */
export function turnOf(entry: LateEntry, window: (version: LateVersion) => Finding[]): Turn {
  const findings = new Map(entry.versions.filter((v) => isLate(v.findings)).map((v) => [v.id, [...window(v), ...v.findings.filter((f) => f.check !== 'window')]]));
  const after = entry.versions.map((v) => findings.get(v.id) ?? v.findings);
  const inTime = [...findings].filter(([, found]) => !isLate(found)).map(([id]) => id);
  const state = (before: EntryState): EntryState => (inTime.length === 0 ? before : stateNow(before, after));
  return { entry, inTime, findings, state: state(entry.state), stateBeforeWithdrawal: entry.stateBeforeWithdrawal === null ? null : state(entry.stateBeforeWithdrawal) };
}

/** What came in time decides, as if it had been so from the start; what people decided stays theirs. */
function stateNow(before: EntryState, findings: Finding[][]): EntryState {
  const good = findings.filter((found) => !isLate(found)).at(-1) ?? [];
  return before === 'late' || before === 'late-borderline' ? stateAfter(null, good) : settled(before, good);
}

function isLate(findings: Finding[]): boolean {
  return findings.some((f) => f.code === 'late' || f.code === 'late-borderline');
}
