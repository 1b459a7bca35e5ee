/** Sheets that staff types from paper: one act for a whole list, or for one sheet. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { localDay } from '../../src/contest/working-days.ts';
import { rounded } from '../../src/results/exact.ts';
import type { TypedSheet } from '../../src/results/sheet-list.ts';
import { totalOf, type Sheet } from '../../src/results/sheet.ts';
import type { Tx } from '../../src/store/database.ts';
import { addPaperSheet, countingSheets, juryOn, type JuryMember } from '../../src/store/results/sheets.ts';
import { fold } from '../../src/vietnamese/fold.ts';
import type { Act } from './act.ts';
import { conflictsInRound } from './conflicts.ts';
import { roundNow } from './standings.ts';

export async function sheetsAct(tx: Tx, loaded: LoadedContest, round: string, typed: TypedSheet[]): Promise<Act> {
  const { contest } = loaded;
  const { rules, candidates, outcome } = await roundNow(tx, contest, round);
  const jury = await juryOn(tx, localDay(tx.now, contest.zone));
  const against = await conflictsInRound(tx, loaded, round);
  const doubts: string[] = [];
  const before = new Map((await countingSheets(tx, round)).map((s) => [`${s.entryId} ${s.judgeId}`, s]));
  const faults = outcome === null ? [] : [`the round ${round} is closed since ${outcome.at.toISOString()}`];
  const sheets = typed.flatMap((sheet) => {
    const entry = candidates.find((c) => c.code === sheet.code);
    const judges = judgesNamed(jury, sheet.judge);
    const told = (text: string): void => { faults.push(`line ${sheet.line}: ${text}`); };
    if (!entry) told(`${sheet.code} does not take part in the round ${round}`);
    if (judges.length !== 1) told(judges.length === 0 ? `nobody of the jury is called “${sheet.judge}” today` : `“${sheet.judge}” may be ${judges.length} judges: write the address instead`);
    const [judge] = judges;
    if (!entry || !judge || judges.length > 1) return [];
    for (const { hard, told: why } of against(judge.id, entry.entryId)) {
      if (hard) told(`${judge.name} may not judge ${entry.code}: ${why}`);
      else doubts.push(`${judge.name} and ${entry.code}: ${why}`);
    }
    return [{ ...sheet, ...entry, judgeId: judge.id, judge: judge.name, was: before.get(`${entry.entryId} ${judge.id}`)?.marks ?? null }];
  });
  const shown = (marks: Sheet['marks']): string => `${rules.rubric.map(({ key }) => `${key} ${rounded({ n: BigInt(marks[key] ?? 0), d: 100n }, 2)}`).join(', ')} = ${rounded(totalOf(marks, rules), 2)}`;
  return {
    action: 'add-sheets', subject: round, faults,
    warnings: [...doubts, ...sheets.filter((s) => s.was !== null).map((s) => `${s.judge} has a sheet for ${s.code} already (${s.was ? shown(s.was) : ''}): this one takes its place`)],
    content: { sheets: sheets.map(({ code, judgeId, marks, was }) => ({ code, judgeId, marks, was })) },
    texts: { comments: sheets.flatMap((s) => (s.comment === null ? [] : [`${s.code}, ${s.judge}: ${s.comment}`])).join('\n') || null },
    lines: sheets.map((s) => `${s.code}  ${s.judge}: ${shown(s.marks)}`),
    perform: async (tx, { by }) => {
      for (const s of sheets) await addPaperSheet(tx, { round, entryId: s.entryId, memberId: s.judgeId, marks: s.marks, comment: s.comment, actor: by });
    },
  };
}

/** By address, or by name without regard to diacritics and case. */
function judgesNamed(jury: JuryMember[], written: string): JuryMember[] {
  const wanted = written.trim().toLowerCase();
  const byAddress = jury.filter((j) => j.emails.includes(wanted));
  if (byAddress.length > 0) return byAddress;
  const exactly = jury.filter((j) => j.name.toLowerCase() === wanted);
  return exactly.length > 0 ? exactly : jury.filter((j) => fold(j.name) === fold(written.trim()));
}
