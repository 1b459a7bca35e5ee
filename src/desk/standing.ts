/** How a matter stands, as one fingerprint: what a decision by mail is bound to. */
import { createHash } from 'node:crypto';
import { canonical } from '../audit/chain.ts';
import type { EntryFields, Finding } from '../../schemas/reading.ts';

export type EntryStands = {
  version: number; state: string; findings: Finding[]; fields: EntryFields;
  /** its documents, each by name and content */
  files: string[];
  /** id of the last decision of a person, whether it counts or not */
  lastDecision: string | null;
};

/**
 * SHA-256 (hex) of what staff see of an entry: version, state, findings, fields with their places, documents, and the last
 * decision. Each change makes another one, and a decision that lapsed makes none of those before it again.
 */
export function standingOf({ version, state, findings, fields, files, lastDecision }: EntryStands): string {
  const found = findings.map((f) => [f.check, f.code, f.severity, f.forStaff, f.evidence ?? null]).map((f) => JSON.stringify(f)).toSorted();
  const stated = Object.entries(fields).map(([name, { value, source, file, byHand }]) => canonical([name, value, source ?? null, file ?? null, byHand === true])).toSorted();
  return createHash('sha256').update(canonical([version, state, lastDecision, found, stated, files.toSorted()])).digest('hex');
}
