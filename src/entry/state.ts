/** In which state an entry stands after a version was checked. Nothing here makes an entry ineligible: only a person does. */
import type { Finding } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';

const WINDOW_CODES = new Set(['early', 'late', 'late-borderline']);

/**
 * @param before null for a new entry. A late supplement leaves the state of an entry that came in time as it was:
 * the earlier version stands until a person decides. What a person decided holds for the version it saw: a newer one is looked at anew.
 */
export function stateAfter(before: EntryState | null, findings: Finding[]): EntryState {
  if (before === 'withdrawn') return before;
  const has = (code: string): boolean => findings.some((f) => f.code === code);
  const late = has('late') || has('late-borderline');
  if (late && before !== null) return before;
  if (before === 'late' || before === 'late-borderline') return before;
  if (has('late')) return 'late';
  if (has('late-borderline')) return 'late-borderline';
  if (has('early')) return 'early-held';
  return openGaps(findings).length > 0 ? 'needs-info' : 'under-check';
}

/** The state of an entry that is read anew: gaps decide between two of them, every other has another reason. */
export function settled(state: EntryState, findings: Finding[]): EntryState {
  if (state !== 'needs-info' && state !== 'under-check') return state;
  return openGaps(findings).length > 0 ? 'needs-info' : 'under-check';
}

/** Findings that the entrant can mend: each says how. */
export function openGaps(findings: Finding[]): Finding[] {
  return findings.filter((f) => f.severity !== 'info' && f.forEntrant !== '' && !WINDOW_CODES.has(f.code));
}

/** The findings of an entry that was held as early, once the window is open. */
export function takenUp(findings: Finding[]): Finding[] {
  return findings.filter((f) => f.code !== 'early');
}
