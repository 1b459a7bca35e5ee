/** How a matter stands, as one fingerprint: what a decision by mail is bound to. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../schemas/reading.ts';

export type EntryStands = { version: number; state: string; findings: Finding[]; /** the last decision of a person */ decided: string | null };

/** SHA-256 (hex) of an entry's version, state, findings as staff reads them, and the last decision. Each change makes another one. */
export function standingOf({ version, state, findings, decided }: EntryStands): string {
  const seen = findings.map((f) => [f.check, f.code, f.severity, f.forStaff, f.evidence ?? null]).map((f) => JSON.stringify(f)).toSorted();
  return createHash('sha256').update(JSON.stringify([version, state, decided, seen])).digest('hex');
}
