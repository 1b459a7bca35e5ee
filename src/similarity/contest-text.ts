/** What a contest's own papers say: words that every entry has. */
import type { Contest, Locale } from '../../schemas/contest.ts';
import { readText } from '../documents/index.ts';
import { formWords } from '../papers/form-words.ts';
import { registrationForm } from '../papers/registration-form.ts';

const texts = new WeakMap<Contest, Promise<string>>();

/** The empty registration form as it is read from its file, and the names and phrases of the contest in both languages. Made once for a contest. */
export function contestText(contest: Contest): Promise<string> {
  let text = texts.get(contest);
  if (text === undefined) texts.set(contest, text = made(contest));
  return text;
}

async function made(contest: Contest): Promise<string> {
  const form = await readText(await registrationForm(contest), 'docx', { pdfWords: null });
  return `${form.text.text}\n${contestWords(contest)}`;
}

function contestWords(contest: Contest): string {
  const names = [
    contest.name, contest.shortName, contest.organiser, contest.office.name, contest.office.address, ...contest.areas.map((a) => a.name), ...Object.values(contest.entrantKinds).map((k) => k?.name),
    ...contest.eligible, ...contest.evidenceKinds.map((k) => k.name), ...contest.excludedBodies.map((b) => b.name), ...contest.juryAgencies.map((a) => a.name), ...contest.prizes.map((p) => p.name),
  ];
  const locales: Locale[] = ['vi', 'en'];
  return [...locales.flatMap((locale) => [...textsIn(formWords(locale)), ...names.map((n) => n?.[locale])]), ...contest.legalBases].filter((line) => line !== undefined && line !== '').join('\n');
}

function textsIn(words: object): string[] {
  return Object.values(words).flatMap((value: unknown) => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? textsIn(value) : []));
}
