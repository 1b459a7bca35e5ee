import type { Kind } from './kind.ts';

/** Mail from a known staff address. What it decides is read by what waits for decisions. */
export const staffReply: Kind = { kind: 'staff-reply', recognise: (_reading, context) => (context.staff ? ['from a staff address'] : []) };

/** Mail from a known judge's address. */
export const judgeReply: Kind = { kind: 'judge-reply', recognise: (_reading, context) => (context.judge ? ['from a judge of the contest'] : []) };
