import { contestPhrases, foldedMail, SUBMIT } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';
import type { Kind } from './kind.ts';

/** Newsletters and lists. An entry that came through a group stays an entry (intake decision 14). */
export const bulk: Kind = {
  kind: 'bulk',
  recognise: (reading, context) => {
    const { signs } = reading;
    const reasons = [
      signs.listId !== null || signs.listUnsubscribe ? 'a mailing list' : null,
      /\b(bulk|list|junk)\b/.test(signs.precedence ?? '') ? `Precedence: ${signs.precedence}` : null,
      signs.otherHeaders.some((h) => /^(feedback-id|x-campaign|x-mailgun|x-mc-user|x-csa|x-bulkmail|x-mailinglist)/.test(h)) ? 'sent by a bulk mailer' : null,
    ].filter((r) => r !== null);
    if (reasons.length === 0) return [];
    const { both } = foldedMail(reading);
    const entry = phraseIn(both, SUBMIT) !== null && (reading.documents.length > 0 || phraseIn(both, contestPhrases(context.contest)) !== null);
    return entry ? [] : reasons;
  },
};
