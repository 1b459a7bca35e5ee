/** The results, to all who hear of them, as one batch: entrants of the last round, agencies, judges and the press (plan items 35-41, 53, 54, 56). */
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { AgencyContact } from '../../src/contest/agency-contacts.ts';
import { localDay } from '../../src/contest/working-days.ts';
import { addressee } from '../../src/desk/nudges.ts';
import { belongsTo } from '../../src/results/agencies-of.ts';
import { contactStates } from '../../src/store/agency-contacts.ts';
import { reachable } from '../../src/desk/nudges.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { newestVersions } from '../../src/store/entries.ts';
import { juryOn } from '../../src/store/results/sheets.ts';
import { propose, proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';
import { wordsSaid } from './anew.ts';
import { decidedResults, paperOf, prizeFacts, publicAwards, type DecidedResults } from './decided.ts';
import { lettersTo, takeTurnForResults } from './recipients.ts';

type Notice = LetterFacts<'results-notice'>;

/** @throws Problem `wrong-use` that names all that must be decided first: nothing is told before everything is */
export async function announceAwards(tx: Tx, services: ByHand, contacts: AgencyContact[], askedBy: string): Promise<ApprovalRow> {
  await takeTurnForResults(tx);
  const { contest } = services.loaded;
  const { outcome, awards, specials, finalists } = await decidedResults(tx, contest);
  const keyOf = (entryId: string): string => `award-result:${outcome.id}:${entryId}`;
  const said = await wordsSaid(tx, finalists.map(keyOf));
  const entrants = await lettersTo(tx, services, finalists, (entry) => {
    const award = awards.find((a) => a.entryId === entry.id);
    const special = specials.find((s) => s.entryId === entry.id && s.state === 'approved');
    const won = { prize: award ? prizeFacts(contest, award) : null, paper: paperOf(award), special: special ? { amount: special.amount ?? 0, currency: contest.prizes[0]?.currency ?? '', paper: paperOf(special) } : null };
    const word = said(keyOf(entry.id), won, (facts) => { const { prize, paper, special: extra } = facts as typeof won; return { prize, paper, special: extra }; });
    return word === null ? null : { kind: 'award-result', key: word.key, facts: { code: entry.code, title: entry.title, ...won, replaces: word.replaces } };
  });
  const notices = await noticesOf(tx, services, { outcome, awards, specials, finalists, contacts });
  const letters = [...entrants, ...notices.letters];
  const away = notices.unreachable.length;
  const about = contest.locale === 'vi' ? `Kết quả cuộc thi: ${awards.length} giải, ${letters.length} thư${away > 0 ? `; ${away} cơ quan không có địa chỉ gửi được: ${notices.unreachable.join('; ')}` : ''}`
    : `Results of the contest: ${awards.length} prizes, ${letters.length} letters${away > 0 ? `; ${away} agencies have no address that can be written to: ${notices.unreachable.join('; ')}` : ''}`;
  return propose(tx, services, { what: 'results', about, letters, askedBy });
}

type Told = DecidedResults & { contacts: AgencyContact[] };

/** To people who sent no entry: prizes, titles and agencies, and no person's name. @returns with names of agencies that cannot be written to */
async function noticesOf(tx: Tx, services: ByHand, { outcome, awards, specials, finalists, contacts }: Told): Promise<{ letters: ProposedLetter[]; unreachable: string[] }> {
  const { contest, agencies } = services.loaded;
  const entries = await newestVersions(tx, finalists);
  const { list, paper } = publicAwards(services.loaded, entries, awards, specials);
  const to = (audience: Notice['audience'], address: string, name: string | null, bonus: Notice['bonus'], of = address.toLowerCase()): { key: string; to: string; facts: Omit<Notice, 'replaces'> } => ({ key: `results-notice:${outcome.id}:${audience}:${of}`, to: address, facts: { audience, addressee: name, paper, awards: list, bonus } });
  const states = await contactStates(tx);
  const unreachable: string[] = [];
  const offices = contacts.flatMap((contact) => {
    const [agency, address] = [agencies.find((a) => a.id === contact.agencyId), reachable(contact, states, tx.now)];
    if (!agency || address === null) {
      unreachable.push(agency?.name ?? contact.agencyId);
      return [];
    }
    const own = entries.filter((e) => belongsTo(e.fields, agency.id, services.loaded)).map((e) => ({ code: e.code, title: e.fields.title.value }));
    return [to('agency', address, addressee(agency, contest.locale), own, agency.id)];
  });
  const judges = (await juryOn(tx, localDay(tx.now, contest.zone))).flatMap((m) => (m.emails[0] ? [to('jury', m.emails[0], null, [])] : []));
  const all = [...offices, ...judges, ...contest.press.map((address) => to('press', address, null, []))];
  const said = await wordsSaid(tx, all.map((n) => n.key));
  return { unreachable, letters: all.filter((n, i) => all.findIndex((o) => o.key === n.key) === i).flatMap((n) => {
    const word = said(n.key, publicOf(n.facts), (facts) => publicOf(facts as Notice));
    return word === null ? [] : [proposed(services, tx.now, { kind: 'results-notice', key: word.key, to: n.to, facts: { ...n.facts, replaces: word.replaces } })];
  }) };
}

function publicOf({ paper, awards, bonus }: Pick<Notice, 'paper' | 'awards' | 'bonus'>): unknown {
  return { paper, awards, bonus };
}
