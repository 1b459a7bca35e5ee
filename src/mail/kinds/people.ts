import type { Kind } from './kind.ts';
import { submission } from './submission.ts';

/** Mail from a known staff address. What it decides is read by what waits for decisions. */
export const staffReply: Kind = { kind: 'staff-reply', recognise: (_reading, context) => (context.staff ? ['from a staff address'] : []) };

/** Mail from a known judge's address. An entry of their own is one all the same, and staff see whose it is; what names a code or answers a letter never is. */
export const judgeReply: Kind = {
  kind: 'judge-reply',
  recognise: (reading, context) => {
    if (!context.judge) return [];
    const enters = !context.thread.ours && context.codes.length === 0 && submission.recognise(reading, context).length > 0;
    return enters ? [] : ['from a judge of the contest'];
  },
};
