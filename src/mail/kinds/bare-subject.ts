/** A subject without what replies and forwards put before it. */
import { fold } from '../../vietnamese/fold.ts';

/** Folded: "Re: Fwd: Hỏi về thể lệ" -> "hoi ve the le". Empty where nothing is left. */
export function bareSubject(subject: string | null): string {
  return fold(subject ?? '').replace(/^(?:\s*(?:re|fw|fwd|tl|ct|tra loi|chuyen tiep)\s*:\s*)+/, '').replace(/\s+/g, ' ').trim();
}
