/** All entries as the committee's report counts them: small, since there may be thousands. */
import type { EntrantKind } from '../../schemas/contest.ts';
import type { EntryState } from '../../schemas/states.ts';
import type { ReportEntry } from '../desk/committee-report.ts';
import type { Tx } from './database.ts';

/** Each entry with what its newest version says, by number; withdrawn and merged ones, too. */
export async function reportEntries(tx: Tx): Promise<ReportEntry[]> {
  const rows = await tx.run<{ state: EntryState; receivedAt: Date; areas: number[] | null; kind: EntrantKind | null; tags: string[] | null; findings: ReportEntry['findings'] | null }>(ENTRIES);
  return rows.map((row) => ({ ...row, areas: row.areas ?? [], findings: row.findings ?? [] }));
}

/** Of findings only those of entries that lack something: no other's are counted. */
const ENTRIES = `
  select e.state, e.received_at as "receivedAt", nullif(v.fields #> '{areas,value}', 'null'::jsonb) as areas, v.fields #>> '{entrantKind,value}' as kind, t.tags,
    case when e.state = 'needs-info' then v.findings end as findings
  from entry e left join lateral (select fields, findings from entry_version where entry_id = e.id order by n desc limit 1) v on true
    left join entry_tagging t on t.entry_id = e.id
  order by e.number`;
