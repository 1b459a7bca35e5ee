/**
 * What a person decides about results: shown first with a fingerprint, done only by somebody who names the fingerprint of exactly what was
 * shown, on record in the hash chain. What changed in between has another fingerprint, and is refused.
 */
import { wrongUse } from '../../src/problem.ts';
import { isHashOf, previewHash } from '../../src/results/preview.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';

export type Act = {
  /** kebab-case; stands in the record */
  action: string;
  /** round, code or prize that it is about */
  subject: string;
  /** ids, codes, instants and numbers: what is decided, and what it rests on */
  content: Record<string, unknown>;
  /** the words of it, by name: names, places, numbers of papers */
  texts?: Record<string, string | null>;
  /** the same for people */
  lines: string[];
  /** sentences; with one of them nothing can be approved */
  faults: string[];
  /** sentences for a second look */
  warnings: string[];
  perform: (tx: Tx, who: Approver & { hash: string }) => Promise<void>;
};
export type Approver = { by: string; reason: string };

export function hashOf({ action, subject, content, texts = {} }: Act): string {
  return previewHash(`${action} ${subject}`, { content, texts });
}

/** @param typed the fingerprint, or at least its first twelve digits @throws Problem `wrong-use` where it cannot be, or is not what was shown */
export async function approve(tx: Tx, act: Act, typed: string, who: Approver): Promise<void> {
  const hash = hashOf(act);
  if (act.faults.length > 0) throw wrongUse(`this cannot be approved: ${act.faults.join('; ')}`);
  if (!isHashOf(typed, hash)) throw wrongUse(`what would be approved now is not what ${typed} stands for: something changed since, or it was mistyped. Look at it again without --approve`);
  if (who.by.trim() === '' || who.reason.trim() === '') throw wrongUse('--by and --reason are needed: who decides, and on what it rests (the minutes, a vote, a decision)');
  await act.perform(tx, { ...who, hash });
  await recordDecision(tx, { actor: who.by, action: act.action, subject: act.subject, detail: { hash, ...act.content }, texts: { ...act.texts, reason: who.reason } });
}
