import type { Command } from 'commander';
import { annulAct } from '../results/annul.ts';
import { awardAct, handOverAct, revokeAct, signAct } from '../results/prizes.ts';
import { commendAct, followUpAct, uncommendAct } from '../results/lists.ts';
import { specialAct, type SpecialStep } from '../results/special.ts';
import { asAct, runAct, type ActOptions } from './results-act.ts';
import { wrongUse } from '../../src/problem.ts';

type Paper = ActOptions & { document: string; date: string };

/** `mailroom results award|sign|hand-over|special|commend|follow-up`: prizes and what goes with them. */
export function addPrizes(results: Command): void {
  asAct(results.command('award').description('give the prizes: as the ranking proposes, or as --give says').option('--revoke', 'take all prizes back, while none is signed for')
    .option('--give <prize=codes>', 'as first=CODE, encouragement=CODE,CODE,empty; once for each prize', (value: string, all: string[]) => [...all, value], [] as string[]))
    .action((options: ActOptions & { give: string[]; revoke?: boolean }) => runAct(options, (tx, loaded) => (options.revoke ? revokeAct(tx, loaded) : awardAct(tx, loaded, options.give))));
  withPaper(asAct(results.command('sign <prizes...>').description('the decision that gives these prizes is signed; once more, to correct its number or day'))).action((prizes: string[], options: Paper) => runAct(options, (tx, loaded) => signAct(tx, loaded, prizes, { number: options.document, date: options.date })));
  withPaper(asAct(results.command('annul <prize> [slot]').description('a decision takes a prize back that was signed for; the others stay')))
    .action((prize: string, slot: string | undefined, options: Paper) => runAct(options, (tx) => annulAct(tx, prize, Number(slot ?? 1), { number: options.document, date: options.date })));
  asAct(results.command('hand-over <prize> [slot]').description('a prize that is signed for went to its winner').requiredOption('--to <name>', 'who took it'))
    .action((prize: string, slot: string | undefined, options: ActOptions & { to: string }) => runAct(options, (tx, loaded) => handOverAct(tx, loaded, prize, Number(slot ?? 1), options.to)));
  const special = results.command('special').description('the prize for an entry of special excellence, of which the amount is decided above');
  asAct(special.command('propose <code>').description('the committee proposes it; from then on no result is told before the answer')).action((code: string, options: ActOptions) => step(code, options, { step: 'propose' }));
  for (const name of ['submit', 'decline'] as const) {
    withPaper(asAct(special.command(`${name} <code>`).description(name === 'submit' ? 'the proposal went out' : 'it was declined'))).action((code: string, options: Paper) => step(code, options, { step: name, paper: { number: options.document, date: options.date } }));
  }
  withPaper(asAct(special.command('approve <code>').description('it was approved').requiredOption('--amount <amount>', 'as the decision states it: 15.000.000')))
    .action((code: string, options: Paper & { amount: string }) => step(code, options, { step: 'approve', paper: { number: options.document, date: options.date }, amount: options.amount }));
  addLists(results);
}

function addLists(results: Command): void {
  asAct(results.command('commend <kind> <name>').description('propose a collective or a person for a certificate besides the prizes; `remove N` takes one back').option('--unit <unit>', 'where they belong'))
    .action((kind: string, name: string, options: ActOptions & { unit?: string }) => runAct(options, (tx, loaded) => {
      if (kind === 'remove') return uncommendAct(tx, Number(name));
      if (kind !== 'collective' && kind !== 'person') throw wrongUse('commend: expected collective, person or remove');
      return commendAct(loaded, kind, name, options.unit ?? null);
    }));
  asAct(results.command('follow-up <code>').description('look at an entry again after the contest, until it is in use elsewhere').option('--months <list>', 'after so many months', '3,6,12').option('--note <text>', 'what to look at', '').option('--stop', 'take it off the list'))
    .action((code: string, options: ActOptions & { months: string; note: string; stop?: boolean }) => runAct(options, (tx, loaded) => followUpAct(tx, loaded, code, options.stop ? [] : options.months.split(',').map(Number), options.note)));
}

function withPaper(command: Command): Command {
  return command.requiredOption('--document <number>', 'number of the paper, as 1234/QĐ-UBND').requiredOption('--date <day>', 'the day on it, as 2024-12-05');
}

function step(code: string, options: ActOptions, to: SpecialStep): Promise<void> {
  return runAct(options, (tx, loaded) => specialAct(tx, loaded, code, to));
}
