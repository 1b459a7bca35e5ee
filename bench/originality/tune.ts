/** How the parameters of alignment were chosen: each changed by itself, on the half of the ideas that is not measured. */
import { commonPassages, prepare } from '../../src/similarity/compare.ts';
import { alignmentSettings, type AlignmentSettings } from '../../src/similarity/settings.ts';
import type { Suspicious } from './generate.ts';
import type { Idea } from './ideas.ts';
import { score } from './measures.ts';

const CHANGES: Partial<AlignmentSettings>[] = [
  {}, { gap: 8 }, { gap: 12 }, { gap: 20 }, { gap: 30 }, { leastMatched: 10 }, { leastMatched: 20 }, { leastDensity: 0.1 }, { leastDensity: 0.35 }, { mergeGap: 8 }, { mergeGap: 40 }, { leastWords: 30 }, { mostRepeats: 2 },
];

/** A line of a table for each setting: the first is as it is. */
export function tuned(sources: readonly Idea[], documents: readonly Suspicious[]): string {
  const none = new Set<number>();
  const read = sources.map((s) => ({ id: s.id, text: prepare(s.text, none) }));
  const asked = documents.map((d) => ({ document: d, text: prepare(d.text, none) }));
  const lines = CHANGES.map((change) => {
    const settings = { ...alignmentSettings, ...change };
    const found = asked.flatMap(({ document, text }) => read.filter((s) => s.id !== document.host).flatMap((s) => commonPassages(text, s.text, settings)
      .map((p) => ({ document: document.id, here: { from: p.from, to: p.to }, source: s.id, there: { from: p.otherFrom, to: p.otherTo } }))));
    const s = score(documents.flatMap((d) => d.truth), found);
    const name = Object.entries(change).map(([key, value]) => `${key} ${value}`).join() || `as it is: ${Object.entries(alignmentSettings).map(([key, value]) => `${key} ${value}`).join(', ')}`;
    return `| ${name} | ${s.precision.toFixed(3)} | ${s.recall.toFixed(3)} | ${s.granularity.toFixed(3)} | ${s.plagdet.toFixed(3)} | ${s.found} of ${s.cases} |`;
  });
  return ['| change | precision | recall | granularity | plagdet | found |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
