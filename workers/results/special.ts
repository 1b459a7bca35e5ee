/** The special prize on its way: proposed by the committee, submitted with a document, approved with an amount or declined by whom the plan names (item 40). */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { PaperReference } from '../../schemas/awards.ts';
import { spokenAmount } from '../../src/contest/spoken.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { addSpecial, moveSpecial, specialAwards, type SpecialRow } from '../../src/store/results/awards.ts';
import type { Act } from './act.ts';
import { lastRound, paperFaults } from './prizes.ts';
import { candidate, candidatesOf } from './standings.ts';

export type SpecialStep = { step: 'propose' } | { step: 'submit'; paper: PaperReference } | { step: 'approve'; paper: PaperReference; amount: string } | { step: 'decline'; paper: PaperReference };

export async function specialAct(tx: Tx, loaded: LoadedContest, code: string, to: SpecialStep): Promise<Act> {
  const { specialPrize, locale, prizes } = loaded.contest;
  if (!specialPrize) throw wrongUse('contest.yaml knows no specialPrize');
  const { candidates, rules } = await lastRound(tx, loaded);
  const { entryId, code: named } = candidate(candidates, code, rules.key);
  const known = (await specialAwards(tx)).findLast((s) => s.entryId === entryId && s.state !== 'declined') ?? null;
  const faults = [...wrongStep(known, to, named), ...('paper' in to ? paperFaults(to.paper) : [])];
  // Who withdrew since the round was closed is told of no prize; what was asked for may still be declined.
  const passed = await candidatesOf(tx, loaded.contest, rules.key);
  if (to.step !== 'decline' && !passed.some((c) => c.entryId === entryId)) faults.push(`${named} does not take part any more`);
  const amount = to.step === 'approve' ? Number(to.amount.replace(/[.\s]/g, '')) : null;
  if (to.step === 'approve' && !/^\d{1,3}([.\s]?\d{3})*$/.test(to.amount.trim())) faults.push(`--amount: expected whole units, as 15.000.000 (found "${to.amount}")`);
  const who = specialPrize.decidedBy[locale] ?? '';
  const paper = 'paper' in to ? `${to.paper.number} of ${to.paper.date}` : '';
  const said = { propose: `${named} is proposed for: ${specialPrize.name[locale] ?? ''}. ${who} decides; results cannot be told before.`, submit: `The proposal for ${named} went to ${who} by ${paper}.`,
    approve: `${who} approved ${spokenAmount(amount ?? 0, prizes[0]?.currency ?? 'VND', locale)} for ${named} by ${paper}.`, decline: `${who} declined it for ${named} by ${paper}.` }[to.step];
  return {
    action: `special-prize-${to.step}`, subject: named, faults, lines: [said],
    warnings: known?.state === 'approved' && to.step !== 'propose' ? [`it was approved by ${known.document ?? '?'} of ${known.documentDate ?? '?'} with ${known.amount ?? '?'}: this takes its place, and \`results announce awards\` tells it anew to whoever was told`] : [],
    content: { ...(amount === null ? {} : { amount }), ...(known?.state === 'approved' ? { was: known.amount } : {}) },
    texts: { ...('paper' in to ? { document: `${to.paper.number}, ${to.paper.date}` } : {}), ...(known?.state === 'approved' ? { was: `${known.document ?? '?'}, ${known.documentDate ?? '?'}` } : {}) },
    perform: async (tx, { by, reason }) => {
      if (known === null) return addSpecial(tx, { entryId, reason, actor: by });
      if (to.step === 'submit') return moveSpecial(tx, known.id, { state: 'submitted', askedIn: to.paper.number, askedOn: to.paper.date });
      if (to.step === 'approve') return moveSpecial(tx, known.id, { state: 'approved', document: to.paper.number, documentDate: to.paper.date, amount });
      if (to.step === 'decline') return moveSpecial(tx, known.id, { state: 'declined', document: to.paper.number, documentDate: to.paper.date, amount: null });
    },
  };
}

function wrongStep(known: SpecialRow | null, { step }: SpecialStep, code: string): string[] {
  if (step === 'propose') return known === null ? [] : [`${code} is ${known.state} already`];
  if (known === null) return [`${code} was not proposed`];
  // What was mistyped, or decided anew, takes the place of the decision before.
  if (known.state === 'approved' && (step === 'approve' || step === 'decline')) return [];
  const needed = step === 'submit' ? 'proposed' : 'submitted';
  return known.state === needed ? [] : [`${code} is ${known.state}; only what is ${needed} can be ${step === 'submit' ? 'submitted' : `${step}d`}`];
}
