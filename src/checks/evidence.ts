import type { Contest } from '../../schemas/contest.ts';
import { spokenPlace } from '../places.ts';
import { fold, foldWord } from '../vietnamese/fold.ts';
import { finding, short, type Check, type CheckSettings, type EntryFacts } from './check.ts';
import { figuresIn, pictureIn } from './evidence-files.ts';
import { linesOf, linesSaying, quote, unread, type Said } from './search.ts';
import { texts } from './texts.ts';

/** Evidence of the contest's kinds (plan item 16): each stated, found in a file, or missing. What it proves, people judge. */
export const evidence: Check<'evidence'> = {
  name: 'evidence',
  planItems: [16],
  run: (facts, settings, { contest }) => {
    // Without any file, the file is asked for first.
    if (contest.evidenceKinds.length === 0 || !facts.documents.some((d) => d.from !== 'inline')) return [];
    const say = texts(contest.locale);
    const kinds = kindsOf(facts, settings, contest);
    const missing = kinds.filter((k) => k.stated === null && k.found === null).map((k) => k.name);
    const told = { evidence: kinds.map((k) => `${k.name}: ${[k.stated, k.found].filter((t) => t !== null).join('; ') || say.evidenceMissing}`).join(' | ') };
    if (missing.length === 0) return [finding('evidence', 'info', 'evidence-listed', { forEntrant: '', forStaff: say.evidenceListed, ...told })];
    const enough = kinds.length - missing.length >= Math.min(settings.atLeast, kinds.length);
    if (enough) return [finding('evidence', 'info', 'evidence-partial', { forEntrant: '', forStaff: say.evidencePartial(missing.join('; ')), ...told })];
    // What nobody could read may hold it.
    if (unread(facts.documents).length > 0) return [finding('evidence', 'info', 'evidence-unread', { forEntrant: '', forStaff: say.evidenceUnread, ...told })];
    return [finding('evidence', 'review', 'missing-evidence', { forEntrant: say.missingEvidence(missing.join('; ')), ...told })];
  },
};

type Kind = { name: string; /** what the form says of it */ stated: string | null; /** where a file shows it */ found: string | null };

function kindsOf(facts: EntryFacts, settings: CheckSettings['evidence'], contest: Contest): Kind[] {
  const { locale } = contest;
  const say = texts(locale);
  const field = facts.fields.evidence;
  const place = field?.value == null ? '' : spokenPlace(field.source, field.file ?? null, locale);
  const lines = proseOf(facts, contest);
  return contest.evidenceKinds.map(({ key, name }) => {
    const table = settings.tables === key ? figuresIn(lines, facts.documents, locale) : null;
    const picture = settings.pictures === key ? pictureIn(facts) : null;
    const [said] = linesSaying(lines, settings.words[key] ?? []);
    const found = table ?? (picture === null ? null : short(picture)) ?? (said === undefined ? null : quote(said, locale));
    return { name: name[locale] ?? key, stated: field?.value?.includes(key) ? say.evidenceStated(place) : null, found: found === null ? null : say.evidenceFound(found) };
  });
}

/** Without lines that only name a kind, as a form's choices and headings do. */
function proseOf(facts: EntryFacts, { evidenceKinds }: Contest): Said[] {
  const names = new Set(evidenceKinds.flatMap((k) => [k.name.vi, k.name.en, ...k.words]).filter((w) => w !== undefined).map((w) => foldWord(w)));
  const saysNothing = (cell: string, i: number): boolean => (cell.trim().length < 4 && (i === 0 || !/\d/.test(cell))) || names.has(fold(cell.slice(0, 200)).replace(/^(?:\d{1,2}|[a-z])[.)]\s*|[\s:.;]+$/g, ''));
  return linesOf(facts).filter(({ text }) => !text.split(/[\t\u2028]/).every(saysNothing));
}
