/** The final report to those whom the plan goes to (plan item 56): one approved batch, once the results were told. */
import type { DistributionGroup, ReportPaper } from '../../schemas/distribution.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { CarriedFile, LetterFacts } from '../../schemas/letters.ts';
import type { AgencyContact } from '../../src/contest/agency-contacts.ts';
import { addressee, reachable } from '../../src/desk/nudges.ts';
import { received, type Dossier } from '../../src/papers/dossier.ts';
import { wrongUse } from '../../src/problem.ts';
import { contactStates } from '../../src/store/agency-contacts.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { newestVersions } from '../../src/store/entries.ts';
import { lettersByKeys } from '../../src/store/letters.ts';
import { propose, proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';
import { decidedResults, publicAwards, type DecidedResults } from './decided.ts';
import { modelsOf } from './models.ts';
import { takeTurnForResults } from './recipients.ts';

type Facts = LetterFacts<'final-report'>;
/** Made from the same dossier, and kept in DATA_DIR. */
export type ReportFiles = Record<ReportPaper, CarriedFile> & { /** as people signed it; null = the letters leave without */ signed: CarriedFile | null };
type Reader = { group: DistributionGroup; addressee: string; to: string };

/** @throws Problem `wrong-use` where results are open or untold, contest.yaml names nobody who can be reached, or all of them were told */
export async function announceReport(tx: Tx, services: ByHand, dossier: Dossier, files: ReportFiles, contacts: AgencyContact[], askedBy: string): Promise<ApprovalRow> {
  await takeTurnForResults(tx);
  const { contest } = services.loaded;
  const decided = await decidedResults(tx, contest);
  const results = await lettersByKeys(tx, decided.finalists.map((id) => `award-result:${decided.outcome.id}:${id}`));
  if (results.size === 0) throw wrongUse('the results were not told yet: `mailroom results announce awards`, and approve its batch first');
  const { readers, silent } = await readersOf(tx, services, contacts);
  if (readers.length === 0) throw wrongUse('nobody can be reached: contest.yaml names no distribution with addresses, or none of its agencies has a contact');
  const keyOf = ({ to }: Reader): string => `final-report:${decided.outcome.id}:${to}`;
  const told = await lettersByKeys(tx, readers.map(keyOf));
  const facts = await factsOf(tx, services, dossier, decided, files.signed !== null);
  const letters = readers.filter((r) => !told.has(keyOf(r))).map((reader) => proposed(services, tx.now, {
    kind: 'final-report', key: keyOf(reader), to: reader.to, carries: [...(files.signed ? [files.signed] : []), ...reader.group.papers.map((paper) => files[paper])],
    facts: { ...facts, group: reader.group.key, addressee: reader.addressee },
  }));
  return propose(tx, services, { what: 'results', about: aboutOf(contest, letters.length, files.signed !== null, silent), letters, askedBy });
}

/** Each address once, in the group that names it first. @returns with names of groups that nobody is reached in */
async function readersOf(tx: Tx, { loaded: { contest, agencies } }: ByHand, contacts: AgencyContact[]): Promise<{ readers: Reader[]; silent: string[] }> {
  const states = await contactStates(tx);
  const unknown = contest.distribution.flatMap((g) => g.agencies).find((id) => !agencies.some((a) => a.id === id));
  if (unknown !== undefined) throw wrongUse(`contest.yaml, distribution: agencies.csv has no agency ${unknown}`);
  const name = (group: DistributionGroup): string => group.name[contest.locale] ?? group.key;
  const all = contest.distribution.map((group) => ({ group, readers: [
    ...group.addresses.map((to): Reader => ({ group, addressee: name(group), to })),
    ...agencies.filter((a) => group.kinds.includes(a.kind) || group.agencies.includes(a.id)).flatMap((agency): Reader[] => {
      const contact = contacts.find((c) => c.agencyId === agency.id);
      const to = contact === undefined ? null : reachable(contact, states, tx.now);
      return to === null ? [] : [{ group, addressee: addressee(agency, contest.locale), to }];
    }),
  ] }));
  const readers = all.flatMap((g) => g.readers);
  return { readers: readers.filter((r, i) => readers.findIndex((other) => other.to === r.to) === i), silent: all.filter((g) => g.readers.length === 0).map((g) => name(g.group)) };
}

async function factsOf(tx: Tx, { loaded }: ByHand, { counts, coverage, contest, rounds }: Dossier, { awards, specials, finalists }: DecidedResults, signed: boolean): Promise<Omit<Facts, 'group' | 'addressee'>> {
  const { list, paper } = publicAwards(loaded, await newestVersions(tx, finalists), awards, specials);
  const amounts = [...awards.map((a) => contest.prizes.find((p) => p.key === a.prize)?.amount ?? 0), ...specials.flatMap((s) => (s.state === 'approved' ? [s.amount ?? 0] : []))];
  const tagged = counts.tags?.byTag ?? [];
  return {
    paper, signed, registered: received({ counts }), eligible: counts.states['eligible'] ?? 0, coverage, round: rounds.at(-1)?.name ?? '', finalists: finalists.length,
    prizes: { count: list.length, sum: amounts.reduce((sum, n) => sum + n, 0), currency: contest.prizes[0]?.currency ?? '' },
    byArea: contest.areas.map((area, i) => ({ label: area.name[contest.locale] ?? String(i + 1), count: counts.areas[i] ?? 0 })), byTag: tagged.some((t) => t.count > 0) ? tagged : [],
    awards: list, models: (await modelsOf(tx, loaded)).map(({ code, title, unit, tags }) => ({ code, title, unit, tags })),
  };
}

function aboutOf({ locale }: Contest, letters: number, signed: boolean, silent: string[]): string {
  if (locale === 'vi') return `Báo cáo kết quả cuộc thi, ${letters} thư, ${signed ? 'kèm báo cáo đã ký' : 'CHƯA kèm báo cáo đã ký'}${silent.length > 0 ? `; không có địa chỉ gửi được: ${silent.join('; ')}` : ''}`;
  return `Final report, ${letters} letters, ${signed ? 'with the signed report' : 'WITHOUT the signed report'}${silent.length > 0 ? `; no address that can be written to: ${silent.join('; ')}` : ''}`;
}
