/** The measures of the PAN text alignment task (Potthast and others, 2010): at the level of characters, macro-averaged over cases as its scorer does. */

export type Span = { from: number; to: number };
/** A passage of a document that also stands in a source: as it is in truth, or as it was found. Characters. */
export type Detection = { document: string; here: Span; source: string; there: Span };
export type Score = { precision: number; recall: number; granularity: number; plagdet: number; cases: number; found: number };

/** granularity: how many passages were reported for a case that was found at all; 1 is best. plagdet = F1 / log2(1 + granularity). */
export function score(truth: readonly Detection[], reported: readonly Detection[]): Score {
  const precision = mean(reported.map((r) => share(r, truth)));
  const recall = mean(truth.map((t) => share(t, reported)));
  const hits = truth.map((t) => reported.filter((r) => overlaps(t, r)).length).filter((n) => n > 0);
  const granularity = hits.length === 0 ? 1 : mean(hits);
  const f1 = precision + recall === 0 ? 0 : 2 * precision * recall / (precision + recall);
  return { precision, recall, granularity, plagdet: f1 / Math.log2(1 + granularity), cases: truth.length, found: hits.length };
}

function overlaps(a: Detection, b: Detection): boolean {
  return a.document === b.document && a.source === b.source && common(a.here, b.here) > 0 && common(a.there, b.there) > 0;
}

/** Of the characters of one passage, in both texts, those that the others have, too. */
function share(one: Detection, others: readonly Detection[]): number {
  const met = others.filter((o) => overlaps(one, o));
  return (union(one.here, met.map((o) => o.here)) + union(one.there, met.map((o) => o.there))) / (one.here.to - one.here.from + one.there.to - one.there.from);
}

/** Characters of `span` that lie in any of the others. */
function union(span: Span, others: Span[]): number {
  let [total, end] = [0, span.from];
  for (const o of others.toSorted((a, b) => a.from - b.from)) {
    const [from, to] = [Math.max(o.from, end), Math.min(o.to, span.to)];
    if (to > from) total += to - from;
    end = Math.max(end, to);
  }
  return total;
}

function common(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;
}
