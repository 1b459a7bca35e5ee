/** Who of the jury is its chair, by the role as people wrote it. */
import { fold } from '../vietnamese/fold.ts';

/** "Trưởng ban", "Trưởng Ban Giám khảo", "Chủ tịch Hội đồng", "Chair"; no deputy, and nobody who heads something else. */
const CHAIR = /^(?:truong ban(?: giam khao)?|chu tich(?: (?:ban|hoi dong)(?: giam khao| cham thi)?)?|chair(?:man|woman|person)?(?: of the jury)?|head of the jury)$/;

export function isChair({ role }: { role: string | null }): boolean {
  return role !== null && CHAIR.test(fold(role).replace(/\s+/g, ' ').trim());
}
