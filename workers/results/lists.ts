/** Lists that people keep beside the prizes: commendations (plan item 41) and what is followed up (item 47). */
import type { LoadedContest } from '../../schemas/contest.ts';
import { wrongUse } from '../../src/problem.ts';
import { looksAgain } from '../../src/results/looks-again.ts';
import { enqueue } from '../../src/store/jobs.ts';
import type { Tx } from '../../src/store/database.ts';
import { addCommendation, addFollowUp, commendations, followUps, removeCommendation, removeFollowUp } from '../../src/store/results/awards.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import type { Act } from './act.ts';

export function commendAct({ contest }: LoadedContest, kind: 'collective' | 'person', name: string, unit: string | null): Act {
  return {
    action: 'add-commendation', subject: contest.id, warnings: [], faults: name.trim() === '' ? ['a name is needed'] : [], content: { kind }, texts: { name, unit },
    lines: [`${name}${unit === null ? '' : `, ${unit}`} (${kind}) is proposed for a certificate.`],
    perform: (tx, { by, reason }) => addCommendation(tx, { kind, name, unit, reason, actor: by }),
  };
}

export async function uncommendAct(tx: Tx, n: number): Promise<Act> {
  const found = (await commendations(tx)).find((c) => c.n === n);
  if (!found) throw wrongUse(`there is no commendation ${n}; \`results commend\` shows all`);
  return { action: 'remove-commendation', subject: String(n), warnings: [], faults: [], content: { n }, texts: { name: found.name }, lines: [`${found.name} is not proposed any more.`], perform: (tx) => removeCommendation(tx, n) };
}

/** @param months after today on which staff look again; empty = it is taken off the list */
export async function followUpAct(tx: Tx, { contest }: LoadedContest, code: string, months: number[], note: string): Promise<Act> {
  const [entry] = await entriesByCode(tx, [code.trim().toUpperCase()]);
  if (!entry) throw wrongUse(`no entry has the code ${code}`);
  const known = (await followUps(tx)).some((f) => f.entryId === entry.id);
  const on = months.length > 0;
  return {
    action: on ? 'follow-up' : 'stop-follow-up', subject: entry.code, warnings: [],
    faults: [...(on && known ? [`${entry.code} is on the list already`] : []), ...(!on && !known ? [`${entry.code} is not on the list`] : []), ...(months.some((m) => !Number.isInteger(m) || m < 1 || m > 60) ? ['--months: expected whole months from 1 to 60, as 3,6,12'] : [])],
    content: { months }, texts: { note: note || null }, lines: [on ? `${entry.code} is looked at again after ${months.join(', ')} months. ${note}`.trimEnd() : `${entry.code} is taken off the list.`],
    perform: async (tx, { by }) => {
      if (!on) return removeFollowUp(tx, entry.id);
      const row = await addFollowUp(tx, { entryId: entry.id, note, months, actor: by });
      for (const n of months) enqueue(tx, 'follow-up', { followUpId: row.id, months: String(n) }, { key: `follow-up:${row.id}:${n}`, dueAt: looksAgain(row.at, n, contest) });
    },
  };
}
