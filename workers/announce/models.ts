/** Entries that people chose for others to use (plan items 3, 9 and 47), to the agencies of the registry: one approved batch, written anew only when the choice changed. */
import { createHash } from 'node:crypto';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { AgencyContact } from '../../src/contest/agency-contacts.ts';
import { addressee, reachable } from '../../src/desk/nudges.ts';
import { tagName } from '../../src/desk/tags.ts';
import { wrongUse } from '../../src/problem.ts';
import { agenciesOf } from '../../src/results/agencies-of.ts';
import { contactStates } from '../../src/store/agency-contacts.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesById, newestVersions } from '../../src/store/entries.ts';
import { lettersByKeys } from '../../src/store/letters.ts';
import { followUps } from '../../src/store/results/awards.ts';
import { taggings } from '../../src/store/tags.ts';
import { propose, proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';
import { publicTitle, publicUnit } from './decided.ts';
import { takeTurnForResults } from './recipients.ts';

type Facts = LetterFacts<'models-notice'>;
type Model = Facts['models'][number] & { entryId: string; /** agencies that it belongs to */ of: Set<string> };

/** @throws Problem `wrong-use` where nothing is followed up, or every agency that can be reached was told the same */
export async function announceModels(tx: Tx, services: ByHand, contacts: AgencyContact[], askedBy: string): Promise<ApprovalRow> {
  await takeTurnForResults(tx);
  const { contest, agencies } = services.loaded;
  const models = await modelsOf(tx, services.loaded);
  if (models.length === 0) throw wrongUse('no entry is followed up: `mailroom results follow-up CODE` chooses one');
  const [hash, states] = [createHash('sha256').update(models.map((m) => m.entryId).toSorted().join(' ')).digest('hex').slice(0, 24), await contactStates(tx)];
  const wanted = contacts.flatMap((contact) => {
    const [agency, to] = [agencies.find((a) => a.id === contact.agencyId), reachable(contact, states, tx.now)];
    return agency && to !== null ? [{ agency, to, key: `models-notice:${agency.id}:${hash}` }] : [];
  });
  const told = await lettersByKeys(tx, wanted.map((w) => w.key));
  const shown = models.map(({ entryId: _entryId, of: _of, ...model }) => model);
  const letters = wanted.filter((w) => !told.has(w.key)).map(({ agency, to, key }) => proposed(services, tx.now, {
    kind: 'models-notice', key, to,
    facts: { agencyId: agency.id, addressee: addressee(agency, contest.locale), models: shown, own: models.filter((m) => m.of.has(agency.id)).map(({ code, title }) => ({ code, title })) },
  }));
  if (letters.length === 0) throw wrongUse('there is no letter to send: every agency that can be reached was told of exactly these entries');
  const away = contacts.length - wanted.length;
  const about = contest.locale === 'vi' ? `${models.length} mô hình đề nghị nhân rộng, đến ${letters.length} cơ quan${away > 0 ? `; ${away} cơ quan không có địa chỉ gửi được` : ''}`
    : `${models.length} entries for others to use, to ${letters.length} agencies${away > 0 ? `; ${away} have no address that can be written to` : ''}`;
  return propose(tx, services, { what: 'results', about, letters, askedBy });
}

/** What is followed up and still takes part, in the order in which it was chosen. */
export async function modelsNow(tx: Tx): Promise<{ id: string; code: string }[]> {
  const ids = (await followUps(tx)).map((f) => f.entryId);
  const rows = new Map((await entriesById(tx, ids)).filter((e) => e.state === 'eligible').map((e) => [e.id, e]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/** As anybody may read of them: titles, agencies of the registry, tags; no person. */
export async function modelsOf(tx: Tx, loaded: LoadedContest): Promise<Model[]> {
  const ids = (await modelsNow(tx)).map((e) => e.id);
  const [versions, tagged] = [await newestVersions(tx, ids), await taggings(tx, ids)];
  return ids.flatMap((entryId): Model[] => {
    const version = versions.find((v) => v.entryId === entryId);
    return version ? [{ entryId, code: version.code, title: publicTitle(version.fields), unit: publicUnit(version.fields, loaded), tags: (tagged.get(entryId)?.tags ?? []).map((t) => tagName(t, loaded.contest)), of: agenciesOf(version.fields, loaded) }] : [];
  });
}
