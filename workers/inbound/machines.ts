/** Mail from machines: recorded, never answered. */
import { readLetterMessageId } from '../../src/mail/token.ts';
import { loadLetter, moveLetter } from '../../src/store/letters.ts';
import { contactAway, contactBounced } from '../agencies/contact-heard.ts';
import { judgeAway } from '../judging/away.ts';
import { planRefusals } from '../outbox.ts';
import type { Effect, Ending } from './inbound.ts';

/** The mail names whoever was erased: nothing of it is kept (read-message). */
const aboutErased: Ending = { outcome: 'erased', reason: 'a report about a letter that was erased' };

/** A report is believed only where the returned part carries a Message-ID that we signed (RFC 3464). */
export const bounce: Effect = async (tx, mail) => {
  for (const report of mail.reading.deliveryReports) {
    const own = report.originalMessageId === null ? null : readLetterMessageId(report.originalMessageId, mail.services.secretKeys);
    const letter = own ? await loadLetter(tx, own.letterId) : null;
    if (!letter) continue;
    if (letter.erasureId !== null) return aboutErased;
    const entry = letter.entryId ? { entryId: letter.entryId } : {};
    const said = `${report.action} ${report.status ?? ''} ${report.recipient ?? ''}`.trim();
    if (report.action === 'failed') {
      await contactBounced(tx, mail, letter, `${said} ${report.diagnostic ?? ''}`);
      if (await moveLetter(tx, letter.id, ['sending', 'sent', 'unknown', 'due', 'draft'], 'bounced', { reason: `${said}: ${report.diagnostic ?? 'no diagnostic'}`.slice(0, 500) })) await planRefusals(tx, letter);
      return { outcome: 'bounce-recorded', reason: `letter ${letter.kind} to ${letter.toAddress} bounced: ${said}`, ...entry };
    }
    return { outcome: 'bounce-recorded', reason: `letter ${letter.kind} to ${letter.toAddress}: ${said}`, ...entry };
  }
  return { outcome: 'bounce-recorded', reason: 'a bounce of no letter of ours' };
};

export const autoReply: Effect = async (tx, mail) => {
  if (mail.letter !== null && mail.letter.erasureId !== null) return { ...aboutErased, reason: 'an automatic reply to a letter that was erased' };
  const until = await contactAway(tx, mail);
  const why = mail.classification.why.join('; ');
  const judgeUntil = until === null ? await judgeAway(tx, mail) : null;
  if (judgeUntil !== null) return { outcome: 'auto-reply-recorded', reason: `${why}; the judge is away until ${judgeUntil.toISOString()}` };
  return { outcome: 'auto-reply-recorded', reason: until === null ? why : `${why}; the agency's contact is paused until ${until.toISOString()}`, ...(mail.letter?.entryId ? { entryId: mail.letter.entryId } : {}) };
};

export const bulk: Effect = async (_tx, mail) => ({ outcome: 'ignored', reason: mail.classification.why.join('; ') });
