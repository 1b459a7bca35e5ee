/** Gathers from the rows all that the papers state. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { liveStates } from '../../schemas/states.ts';
import { CHAIN_START } from '../../src/audit/chain.ts';
import { localDay } from '../../src/contest/working-days.ts';
import { denominator } from '../../src/desk/coverage.ts';
import type { Dossier, DossierEntry, DossierEvent, DossierRound } from '../../src/papers/dossier.ts';
import { withoutPeople } from '../../src/judging/mask.ts';
import { fromHundredths, rounded } from '../../src/results/exact.ts';
import { brokenLinks } from '../../src/store/audit.ts';
import { auditHead, auditPage, type AuditRow } from '../../src/store/audit-export.ts';
import { allCoverage } from '../../src/store/coverage.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOnDesk, type OnDesk } from '../../src/store/decisions.ts';
import { commendations, currentAwards, followUps, specialAwards } from '../../src/store/results/awards.ts';
import { entriesById } from '../../src/store/entries.ts';
import { standingsOf } from '../../src/store/results/outcomes.ts';
import { chairWords, juryOn, type JuryMember } from '../../src/store/results/sheets.ts';
import { agencyNames, unitMatches } from '../../src/results/agencies-of.ts';
import { countTags, tagName } from '../../src/desk/tags.ts';
import { wrongUse } from '../../src/problem.ts';
import { taggings } from '../../src/store/tags.ts';
import { roundNow } from './standings.ts';

/** @throws Problem `contest-wrong` where no round of the contest is judged */
export async function dossierOf(tx: Tx, loaded: LoadedContest): Promise<Dossier> {
  const { contest } = loaded;
  const desk = await entriesOnDesk(tx);
  const rounds = [];
  for (const { key } of contest.rounds.filter((r) => r.judging)) rounds.push(await roundOf(tx, loaded, key));
  const [awards, special, follow] = [await currentAwards(tx), await specialAwards(tx), await followUps(tx)];
  const codes = new Map((await entriesById(tx, [...awards, ...special, ...follow].flatMap((a) => a.entryId ?? []))).map((e) => [e.id, e.code]));
  const code = (id: string | null): string => codes.get(id ?? '') ?? '';
  const tagged = await taggings(tx);
  const tagsOf = (e: OnDesk): string[] | null => tagged.get(e.entryId)?.tags ?? null;
  const { units } = await allCoverage(tx, loaded);
  const counted = denominator(units, contest);
  const [chain, head] = [await brokenLinks(tx), await auditHead(tx)];
  return {
    contest, now: tx.now, rounds, entries: new Map(desk.map((e) => [e.code, entryOf(e, tagsOf(e), loaded)])), counts: countsOf(desk, tagsOf, contest),
    coverage: counted.length === 0 ? null : { known: counted.filter((u) => u.entries > 0).length, of: counted.length },
    jury: chairFirst(await juryOn(tx, localDay(tx.now, contest.zone))),
    awards: awards.map((a) => ({ ...a, code: a.entryId === null ? null : code(a.entryId), by: a.actor })), special: special.map((s) => ({ ...s, code: code(s.entryId) })),
    commendations: await commendations(tx), followUps: follow.map((f) => ({ ...f, code: code(f.entryId) })), events: await eventsOf(tx), chain: { head: head?.hash ?? CHAIN_START, checked: chain.checked, broken: chain.violations },
  };
}

/** Whoever has an office of their own before the members; each by name. */
function chairFirst(jury: JuryMember[]): JuryMember[] {
  const alike = (role: string | null): number => jury.filter((j) => j.role === role).length;
  return jury.toSorted((a, b) => alike(a.role) - alike(b.role) || a.name.localeCompare(b.name, 'vi'));
}

async function roundOf(tx: Tx, { contest }: LoadedContest, key: string): Promise<DossierRound> {
  const { rules, ranking, outcome, candidates, drift } = await roundNow(tx, contest, key);
  // Papers state what was approved, or nothing.
  if (drift.length > 0) throw wrongUse(drift.join('; '));
  const codes = new Map(candidates.map((c) => [c.entryId, c.code]));
  const standings = outcome === null ? [] : await standingsOf(tx, outcome.id);
  const chair = (await chairWords(tx, key)).flatMap((w) => (codes.has(w.entryId) ? [{ code: codes.get(w.entryId) ?? '', points: rounded(fromHundredths(w.hundredths), 2).replace(/\.?0+$/, ''), by: w.actor, reason: w.reason }] : []));
  return {
    key, name: contest.rounds.find((r) => r.key === key)?.name[contest.locale] ?? key, rules, ranking, chair, advanced: standings.filter((s) => s.advanced).flatMap((s) => codes.get(s.entryId) ?? []),
    closed: outcome === null ? null : { at: outcome.at, by: outcome.actor, reason: outcome.reason, hash: outcome.hash },
  };
}

function entryOf({ code, fields }: OnDesk, tags: string[] | null, loaded: LoadedContest): DossierEntry {
  const authors = fields.authors.value ?? [];
  const matches = unitMatches(fields, loaded);
  return {
    code, title: fields.title.value, publicTitle: fields.title.value === null ? null : withoutPeople(fields.title.value, fields), kind: fields.entrantKind.value, authors: authors.map((a) => a.name), unit: fields.unit.value, areas: fields.areas.value ?? [],
    agencies: agencyNames(matches), unplaced: matches.filter(({ match }) => match.state !== 'one').map((m) => m.unit), tags: tags?.map((t) => tagName(t, loaded.contest)) ?? null,
  };
}

/** Kinds, areas and tags are counted over entries that still take part. */
function countsOf(desk: OnDesk[], tagsOf: (e: OnDesk) => string[] | null, contest: LoadedContest['contest']): Dossier['counts'] {
  const count = (values: string[]): Record<string, number> => Object.fromEntries([...new Set(values)].map((v) => [v, values.filter((w) => w === v).length]));
  const live = desk.filter((e) => liveStates.includes(e.state));
  return { states: count(desk.map((e) => e.state)), kinds: count(live.map((e) => e.fields.entrantKind.value ?? 'unknown')), areas: contest.areas.map((_, i) => live.filter((e) => e.fields.areas.value?.includes(i + 1)).length), tags: contest.tags.length === 0 ? null : countTags(live.map(tagsOf), contest) };
}

const PAGE = 500;

async function eventsOf(tx: Tx): Promise<DossierEvent[]> {
  const events: DossierEvent[] = [];
  for (let page: AuditRow[] = await auditPage(tx, { from: null, to: null }, 0, PAGE); page.length > 0; page = await auditPage(tx, { from: null, to: null }, events.at(-1)?.n ?? 0, PAGE)) events.push(...page.map(asEvent));
  return events;
}

/** Rows of before the words lay beside the chain name their actor themselves. */
function asEvent({ n, at, actor, action, subject, detail, hash, texts }: AuditRow): DossierEvent {
  const approved = (detail as { hash?: unknown } | null)?.hash;
  return { n, at: new Date(at), actor: 'actor' in texts ? texts['actor']?.text ?? null : actor, action, subject, reason: texts['reason']?.text ?? null, approved: typeof approved === 'string' ? approved : null, hash };
}
