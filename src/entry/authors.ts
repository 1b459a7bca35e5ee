/** Authors from rosters, numbered lists and labelled values, in the order of the form. */
import type { Author } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { halfOf, type Labelled } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import { MAX_AUTHORS, namesIn, nobody, tell, type Found } from './person.ts';
import { listBelow, rosterIn } from './roster.ts';
import type { FormSource } from './source.ts';

/** Null where the source names nobody. A roster counts before single labels: it is the list the form asks for. */
export function authorsIn(source: FormSource, labelled: Labelled[], lexicon: Lexicon): Found | null {
  return rosterIn(source, lexicon) ?? listed(source, labelled, lexicon) ?? named(labelled);
}

/** "Nhóm tác giả:" with a numbered list below, or with the names beside. */
function listed(source: FormSource, labelled: Labelled[], lexicon: Lexicon): Found | null {
  const heading = labelled.find((l) => l.fields[0] === 'authors');
  if (!heading) return null;
  const below = listBelow(source, heading.line, lexicon);
  if (below.length > 0) return { authors: below, head: null, line: heading.line };
  const beside = namesIn(heading.value).map(nobody);
  return beside.length === 0 ? null : { authors: beside, head: null, line: heading.line };
}

/** Each name begins an author; what stands behind it, up to the next name, is said of that author. */
function named(labelled: Labelled[]): Found | null {
  const authors: Author[] = [];
  let line = 0;
  for (const one of labelled) {
    one.fields.forEach((field, place) => {
      const value = halfOf(one, place);
      if (field !== 'name') return tell(authors.at(-1), field, value);
      for (const name of namesIn(value)) {
        if (authors.some((a) => fold(a.name) === fold(name)) || authors.length >= MAX_AUTHORS) continue;
        authors.push(nobody(name));
        line ||= one.line;
      }
    });
  }
  // The first of several blocks is the one the form begins with; who heads the group is not said by that.
  return authors.length === 0 ? null : { authors, head: null, byLines: true, line };
}
