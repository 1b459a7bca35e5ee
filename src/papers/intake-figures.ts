/** What every paper says of the intake, and where it comes from. */
import { lastMoment, spokenDate } from '../contest/spoken.ts';
import { received, type Dossier, type Source } from './dossier.ts';
import { paperWords } from './paper-words.ts';
import { spokenCount } from './spoken-values.ts';

/** Entries that a person found eligible; those that withdrew later are among the withdrawn. */
export function intakeFigures(dossier: Dossier): { text: string[]; sources: Source[] } {
  const { contest: { window, zone, locale }, counts } = dossier;
  const say = paperWords(locale);
  const n = (state: string): number => counts.states[state] ?? 0;
  const of = (count: number): string => spokenCount(count, locale);
  const from = (states: string): string => `select count(*) from entry where state ${states}; mailroom entries list`;
  return {
    text: [say.intake(spokenDate(new Date(window.opens), zone, locale), spokenDate(lastMoment(window.closes), zone, locale), of(received(dossier)), of(n('eligible'))), say.ineligible(of(n('ineligible')), of(n('withdrawn')))],
    sources: [
      { figure: say.figures.received, value: String(received(dossier)), from: from("<> 'merged'") }, { figure: say.figures.eligible, value: String(n('eligible')), from: from("= 'eligible'") },
      { figure: say.figures.ineligible, value: String(n('ineligible')), from: from("= 'ineligible'") }, { figure: say.figures.withdrawn, value: String(n('withdrawn')), from: from("= 'withdrawn'") },
    ],
  };
}
