/** Sheets that staff types from paper: one act for a whole list, or for one sheet. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { localDay } from '../../src/contest/working-days.ts';
import { rounded } from '../../src/results/exact.ts';
import type { Candidate } from '../../src/results/ranking.ts';
import type { TypedSheet } from '../../src/results/sheet-list.ts';
import { totalOf, type Sheet } from '../../src/results/sheet.ts';
import type { Tx } from '../../src/store/database.ts';
import { addPaperSheet, countingSheets, juryOn, type JuryMember } from '../../src/store/results/sheets.ts';
import { fold } from '../../src/vietnamese/fold.ts';
import { planLook } from '../judging/divergence.ts';
import type { Act } from './act.ts';
import { conflictsInRound, type Against } from './conflicts.ts';
import { roundNow } from './standings.ts';

/** @param despite why staff take sheets of judges with a conflict all the same; null = they do not */
export async function sheetsAct(tx: Tx, loaded: LoadedContest, round: string, typed: TypedSheet[], despite: string | null = null): Promise<Act> {
  const { rules, candidates, outcome } = await roundNow(tx, loaded.contest, round);
  const on: Standing = { round, candidates, jury: await juryOn(tx, localDay(tx.now, loaded.contest.zone)), against: await conflictsInRound(tx, loaded, round), takesConflicts: (despite ?? '').trim() !== '' };
  const before = new Map((await countingSheets(tx, round)).map((s) => [`${s.entryId} ${s.judgeId}`, s.marks]));
  const found: Found = { pairs: [], faults: outcome === null ? [] : [`the round ${round} is closed since ${outcome.at.toISOString()}`], doubts: [], overridden: [] };
  for (const sheet of typed) find(sheet, on, found);
  const sheets = found.pairs.map((s) => ({ ...s, was: before.get(`${s.entryId} ${s.judgeId}`) ?? null }));
  const shown = (marks: Sheet['marks']): string => `${rules.rubric.map(({ key }) => `${key} ${rounded({ n: BigInt(marks[key] ?? 0), d: 100n }, 2)}`).join(', ')} = ${rounded(totalOf(marks, rules), 2)}`;
  return {
    action: 'add-sheets', subject: round, faults: found.faults,
    warnings: [...found.doubts, ...sheets.flatMap((s) => (s.was === null ? [] : [`${s.judge} has a sheet for ${s.code} already (${shown(s.was)}): this one takes its place`]))],
    content: { sheets: sheets.map(({ code, judgeId, marks, was }) => ({ code, judgeId, marks, was })), ...(found.overridden.length > 0 ? { overridden: found.overridden } : {}) },
    texts: { comments: sheets.flatMap((s) => (s.comment === null ? [] : [`${s.code}, ${s.judge}: ${s.comment}`])).join('\n') || null, ...(found.overridden.length > 0 ? { despite } : {}) },
    lines: sheets.map((s) => `${s.code}  ${s.judge}: ${shown(s.marks)}`),
    perform: async (tx, { by, hash }) => {
      planLook(tx, round, [...new Set(sheets.map((s) => s.entryId))], `sheets:${hash}:${tx.now.getTime()}`);
      for (const s of sheets) await addPaperSheet(tx, { round, entryId: s.entryId, memberId: s.judgeId, marks: s.marks, comment: s.comment, actor: by });
    },
  };
}

type Standing = { round: string; candidates: Candidate[]; jury: JuryMember[]; against: Against; takesConflicts: boolean };
type Found = { pairs: (TypedSheet & Candidate & { judgeId: string; judge: string; /** as on its line */ written: string })[]; faults: string[]; doubts: string[]; /** pairs with a conflict that staff take all the same */ overridden: { code: string; judgeId: string }[] };

/** Whose sheet a line is, and for what; what speaks against it is added to `found`. */
function find(sheet: TypedSheet, { round, candidates, jury, against, takesConflicts }: Standing, found: Found): void {
  const entry = candidates.find((c) => c.code === sheet.code);
  const judges = judgesNamed(jury, sheet.judge);
  const told = (text: string): void => { found.faults.push(`line ${sheet.line}: ${text}`); };
  if (!entry) told(`${sheet.code} does not take part in the round ${round}`);
  if (judges.length !== 1) told(judges.length === 0 ? `nobody of the jury is called “${sheet.judge}” today` : `“${sheet.judge}” may be ${judges.length} judges: write the address instead`);
  const [judge] = judges;
  if (!entry || !judge || judges.length > 1) return;
  // By name on one line and by address on another: neither may replace the other unseen.
  const twice = found.pairs.find((p) => p.entryId === entry.entryId && p.judgeId === judge.id);
  if (twice) told(`the sheet of ${judge.name} for ${entry.code} stands already on line ${twice.line}, where the judge is written “${twice.written}”`);
  const conflicts = against(judge.id, entry.entryId);
  const hard = conflicts.filter((c) => c.hard);
  for (const c of conflicts.filter((c) => !c.hard)) found.doubts.push(`${judge.name} and ${entry.code}: ${c.told}`);
  for (const c of hard) {
    if (takesConflicts) found.doubts.push(`${judge.name} judges ${entry.code} in spite of a conflict: ${c.told}`);
    else told(`${judge.name} may not judge ${entry.code}: ${c.told}`);
  }
  if (takesConflicts && hard.length > 0) found.overridden.push({ code: entry.code, judgeId: judge.id });
  found.pairs.push({ ...sheet, ...entry, judgeId: judge.id, judge: judge.name, written: sheet.judge });
}

/** By address, or by name without regard to diacritics and case. */
function judgesNamed(jury: JuryMember[], written: string): JuryMember[] {
  const wanted = written.trim().toLowerCase();
  const byAddress = jury.filter((j) => j.emails.includes(wanted));
  if (byAddress.length > 0) return byAddress;
  const exactly = jury.filter((j) => j.name.toLowerCase() === wanted);
  return exactly.length > 0 ? exactly : jury.filter((j) => fold(j.name) === fold(written.trim()));
}
