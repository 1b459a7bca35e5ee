/** The tables of docs/originality.md. */
import { atMost, quantile, spread } from '../numbers.ts';
import type { Found } from './detect.ts';
import type { Kind } from './generate.ts';
import { score, type Score } from './measures.ts';
import { WHOLE_ENTRY, type Scale } from './scale.ts';

/** What is promised: copies of 60 words and more, with up to 20 % of the words changed. */
const PROMISED: Kind[] = ['copy', 'edit5', 'edit10', 'edit20', 'reorder', 'mosaic'];
const WHAT: Record<Kind, string> = {
  copy: 'unedited, 60 to 200 words', edit5: '5 % of the words edited', edit10: '10 % edited', edit20: '20 % edited', reorder: 'sentences in another order', mosaic: 'three passages of 30 words and more of one text',
  tenth: 'unedited, a tenth of the document', edit35: '35 % edited', mixed: 'another order, and 20 % edited', control: 'nothing copied',
};

/** Controls hold nothing copied: texts, and pairs of them, each once. */
export type Quality = { all: Score; tenth: Score; sameTopic: Rate; pairs: Rate; rewordings: Rate };
type Rate = { flagged: number; of: number };

/** @param rewordings id of a rewording, and of its idea; hasNeighbour true for a text that another one is about the same as */
export function qualityOf(found: readonly Found[], rewordings: ReadonlyMap<string, string>, hasNeighbour: (host: string) => boolean): Quality {
  const controls = found.filter((f) => f.document.kind === 'control');
  const pairs = new Set(controls.flatMap((f) => f.detections.map((d) => [f.document.host, d.source].toSorted().join(' '))));
  const near = controls.filter((f) => hasNeighbour(f.document.host));
  return {
    all: scoreOf(found.filter((f) => PROMISED.includes(f.document.kind) || f.document.kind === 'control')), tenth: scoreOf(found.filter((f) => f.document.kind === 'tenth')),
    sameTopic: { flagged: near.filter((f) => f.detections.length > 0).length, of: near.length }, pairs: { flagged: pairs.size, of: (controls.length * (controls.length - 1)) / 2 },
    rewordings: { flagged: [...rewordings].filter(([id, idea]) => pairs.has([id, idea].toSorted().join(' '))).length, of: rewordings.size },
  };
}

function scoreOf(found: readonly Found[]): Score {
  return score(found.flatMap((f) => f.document.truth), found.flatMap((f) => f.detections));
}

export function qualityText(found: readonly Found[], q: Quality): string {
  const kinds = [...new Set(found.map((f) => f.document.kind))].filter((k) => k !== 'control');
  return [
    '| documents | passages | found | precision | recall | granularity | plagdet |', '|---|---|---|---|---|---|---|',
    ...kinds.map((kind) => line(WHAT[kind], scoreOf(found.filter((f) => f.document.kind === kind)))),
    line('**promised kinds, with the controls**', q.all),
    '', '| target | wanted | measured | |', '|---|---|---|---|',
    goal('plagdet, copies of 60 words and more with up to 20 % edits', '>= 0.90', q.all.plagdet.toFixed(3), q.all.plagdet >= 0.9),
    goal('precision of the same', '>= 0.95', q.all.precision.toFixed(3), q.all.precision >= 0.95),
    goal('unedited copies of a tenth of the document that are found', 'all', `${q.tenth.found} of ${q.tenth.cases}`, q.tenth.found === q.tenth.cases),
    ...controlLines(q),
    goal('ideas told in other words that are found', 'not claimed', `${q.rewordings.flagged} of ${q.rewordings.of}`, null),
  ].join('\n');
}

/** So few texts show that a target is met, and prove it only as far as the bound says. */
function controlLines({ sameTopic, pairs }: Quality): string[] {
  const bound = ({ flagged, of }: Rate): string => `${flagged} of ${of}; at most ${(100 * atMost(flagged, of)).toFixed(1)} % with 95 % confidence`;
  const proven = atMost(sameTopic.flagged, sameTopic.of) <= 0.05;
  return [
    `| texts with a neighbour of their topic, written independently, in which a passage is reported | <= 5 % | ${bound(sameTopic)} | ${sameTopic.flagged > 0.05 * sameTopic.of ? '**missed**' : proven ? 'met' : 'met, not proven: too few texts'} |`,
    `| pairs of all texts with nothing copied in which one is reported (pairs of one text hang together) | | ${bound(pairs)} | |`,
  ];
}

export function scaleText(scale: Scale): string {
  const limits: Record<string, number> = { 'candidate query': 100, 'adding a text': 50, [WHOLE_ENTRY]: 1_000 };
  return [
    `${scale.texts} texts of 1,500 words; fingerprints and their counts take ${Math.round(scale.bytes / 1e6)} MB; a copy of 30 % of one text had it as first candidate in ${scale.firstOfCopies} of ${scale.copies} cases.`, '',
    '| ms at this size | wanted | median (spread) | 95th percentile | |', '|---|---|---|---|---|',
    ...scale.timings.map(({ what, ms }) => {
      const limit = limits[what];
      const high = quantile(ms, 0.95);
      return `| ${what} | ${limit === undefined ? '' : `< ${limit}`} | ${spread(ms)} | ${high.toFixed(1)} | ${limit === undefined ? '' : verdict(high < limit)} |`;
    }),
  ].join('\n');
}

function line(what: string, s: Score): string {
  return `| ${what} | ${s.cases} | ${s.found} | ${s.precision.toFixed(3)} | ${s.recall.toFixed(3)} | ${s.granularity.toFixed(3)} | ${s.plagdet.toFixed(3)} |`;
}

function goal(what: string, wanted: string, measured: string, met: boolean | null): string {
  return `| ${what} | ${wanted} | ${measured} | ${met === null ? '' : verdict(met)} |`;
}

function verdict(met: boolean): string {
  return met ? 'met' : '**missed**';
}
