import type { Command } from 'commander';
import { localDay } from '../../src/contest/working-days.ts';
import { wrongUse } from '../../src/problem.ts';
import { readMark } from '../../src/results/mark.ts';
import { emptySheetList, readSheets, type TypedSheet } from '../../src/results/sheet-list.ts';
import { rulesOf, type RoundRules } from '../../src/results/sheet.ts';
import { juryOn } from '../../src/store/results/sheets.ts';
import { conflictsInRound } from '../results/conflicts.ts';
import { sheetsAct } from '../results/sheets.ts';
import { candidatesOf } from '../results/standings.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { utf8 } from './text-file.ts';
import { asAct, runAct, type ActOptions } from './results-act.ts';

const DESPITE = ['--despite-conflict <why>', 'take sheets of judges with a conflict all the same; on record'] as const;
type Options = ActOptions & { despiteConflict?: string };

/** `mailroom results sheet add|import|template`: sheets that judges filled in on paper. */
export function addSheets(results: Command): void {
  const sheet = results.command('sheet').description('score sheets that judges filled in on paper');
  asAct(sheet.command('add <round> <code> <marks...>').description('one sheet; marks as novelty=27,5').requiredOption('--judge <name>', 'name or address of the judge').option('--comment <text>', 'what the judge wrote', '').option(...DESPITE))
    .action(async (round: string, code: string, marks: string[], options: Options & { judge: string; comment: string }) => {
      await runAct(options, (tx, loaded) => sheetsAct(tx, loaded, round, [typedSheet(code, options, marks, rulesOf(loaded.contest, round))], options.despiteConflict));
    });
  asAct(sheet.command('import <round> <file>').description('a list in CSV: code, judge, a column for each criterion, comment').option(...DESPITE)).action(async (round: string, file: string, options: Options) => {
    const text = await utf8(file);
    await runAct(options, (tx, loaded) => {
      const { sheets, faults } = readSheets(text, rulesOf(loaded.contest, round));
      if (faults.length > 0) throw wrongUse(faults.map((f) => `${file}:${f.line}: ${f.at === '' ? '' : `${f.at}: `}${f.told}`).join('\n'));
      return sheetsAct(tx, loaded, round, sheets, options.despiteConflict);
    });
  });
  sheet.command('template <round>').description('an empty list on stdout, a line for each judge and entry without a conflict').action(template);
}

function typedSheet(code: string, { judge, comment }: { judge: string; comment: string }, written: string[], rules: RoundRules): TypedSheet {
  const pairs = new Map(written.map((w) => [w.slice(0, w.indexOf('=')), w.slice(w.indexOf('=') + 1)]));
  const unknown = [...pairs.keys()].filter((key) => !rules.rubric.some((c) => c.key === key));
  if (unknown.length > 0) throw wrongUse(`marks: expected ${rules.rubric.map((c) => `${c.key}=POINTS`).join(' ')} (found ${unknown.join(', ')})`);
  const marks = rules.rubric.map((criterion) => {
    const read = readMark(pairs.get(criterion.key) ?? '', criterion, rules.decimals);
    if ('fault' in read) throw wrongUse(`${criterion.key}: ${read.fault}`);
    return [criterion.key, read.hundredths] as const;
  });
  return { line: 1, code: code.trim().toUpperCase(), judge, marks: Object.fromEntries(marks), comment: comment || null };
}

async function template(round: string): Promise<void> {
  const loaded = await contestOf(environment());
  const { contest } = loaded;
  const text = await withDatabase(async (tx) => {
    const [candidates, jury, against] = [await candidatesOf(tx, contest, round), await juryOn(tx, localDay(tx.now, contest.zone)), await conflictsInRound(tx, loaded, round)];
    return emptySheetList(candidates.flatMap((c) => jury.filter((j) => !against(j.id, c.entryId).some((found) => found.hard)).map((j) => ({ code: c.code, judge: j.name }))), rulesOf(contest, round));
  });
  process.stdout.write(text);
}
