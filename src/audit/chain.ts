/** The hash chain of decisions: each event's hash covers its own content and the hash before it. */
import { createHash } from 'node:crypto';

export type AuditContent = { n: number; at: string; actor: string; action: string; subject: string; detail: unknown };

/** What the first event of a chain names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);

/** SHA-256 (hex) over the predecessor's hash and the event as canonical JSON (keys sorted). */
export function auditHash(prevHash: string, content: AuditContent): string {
  return createHash('sha256').update(prevHash).update('\n').update(canonical(content)).digest('hex');
}

/** JSON with sorted keys: the same for values that are the same, in whatever order a database gives them back. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, v]) => v !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
