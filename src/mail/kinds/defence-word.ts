/** What an entrant answers to an invitation to present: one word at the head of the reply, with or without diacritics. */
import type { DefenceWord } from '../../../schemas/awards.ts';
import { fold } from '../../vietnamese/fold.ts';

const SWAP = /^(toi |em |chung toi )?(xin |de nghi |muon )*(duoc )?(doi (lich|gio|ngay|buoi)|swap|another (hour|day|time))\b/;
const DECLINE = /^(toi |em |chung toi )?(xin (phep )?)?(khong (dong y|tham du|tham gia|den|the|co mat|du)\b|tu choi\b|decline\b|(khong|no)\s*($|[.,:;!-]))/;
const ACCEPT = /^(toi |em |chung toi )?(xin )?(dong y|xac nhan|nhan loi|agreed?|yes|confirm(ed)?)\b/;
/** What makes of a yes something that a person reads. */
const BUT = /\b(khong|chua|nhung|doi|tru|not|but|another|swap|cannot)\b/;
const GREETING = /^(kinh (gui|chao)|thua|chao|dear|hello|hi)\b/;

/** The first line that is no greeting decides, and a yes only where no line below it takes it back. Null where it says neither: then a person reads it. */
export function readDefenceWord(text: string): DefenceWord | null {
  const lines = text.split('\n').slice(0, 30).map((line) => fold(line).replace(/^["'“”*.\s-]+/, '').trim()).filter((line) => line !== '' && !GREETING.test(line));
  const [first = ''] = lines;
  if (SWAP.test(first)) return 'swap';
  if (DECLINE.test(first)) return 'declined';
  return ACCEPT.test(first) && !lines.some((line) => BUT.test(line)) ? 'accepted' : null;
}
