/** Staff are asked to approve a batch: one letter to each, with counts, samples and the fingerprint of exactly what would leave. */
import type { LetterFacts } from '../../schemas/letters.ts';
import { approvalFacts, shownLetter } from '../../src/desk/batch.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';

const LABELS = {
  vi: { 'deadline-notice': 'thông báo cho cơ quan công bố', 'deadline-changed': 'thư gửi tác giả' },
  en: { 'deadline-notice': 'the notice to publish', 'deadline-changed': 'letters to authors' },
} as const;

/** @param first who approved it already, where it needs two: the others are asked, once more */
export async function askStaff(tx: Tx, services: ByHand, row: ApprovalRow, first: LetterFacts<'approval-request'>['first'] = null): Promise<void> {
  const { codePrefix, locale, staff } = services.loaded.contest;
  const labels: Partial<Record<string, string>> = LABELS[locale];
  const { id, code, what, about, askedBy, askedAt, hash } = row;
  const letters = row.letters.map(shownLetter).map((l) => ({ ...l, kind: labels[l.kind] ?? l.kind }));
  const batch = { code, what, about, askedBy, askedAt, letters, fourEyes: staff.fourEyes?.includes(what) ?? false, first };
  const facts = { ...approvalFacts(batch, { name: `mailroom approvals show ${code} --csv`, attached: false }, codePrefix), hash, standing: hash };
  for (const address of staff.addresses.map((a) => a.toLowerCase()).filter((a) => a !== first?.by)) {
    await postLetter(tx, services, { kind: 'approval-request', key: `${first === null ? 'approval-request' : 'approval-second'}:${id}:${address}`, to: address, facts });
  }
}
