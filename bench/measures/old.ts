/** Target 5, first half: what lies in the mailbox already costs next to nothing. */
import { dropCorpus, drain, stockCorpus, stockOld, warmUp, type Corpus } from '../drain.ts';
import { oursHome, startOurs } from '../drivers/launch.ts';
import { median, spread } from '../numbers.ts';
import type { Row } from '../table.ts';
import type { Bench } from './measure.ts';
import { pollsOf, type Polls } from './polls.ts';

type Seen = { seconds: number[]; polls: Polls };

export async function oldMail(bench: Bench, load: { sizes: number[]; n: number; drains: number }): Promise<Row[]> {
  const corpora: Corpus[] = [];
  for (let i = 0; i < load.drains; i++) corpora.push(await stockCorpus(bench.stand, { profile: 'normal', seed: bench.seed, label: `luot${i}-` }, load.n));
  const old = await stockOld(bench.stand, Math.max(...load.sizes));
  const rows: Row[] = [];
  const commands = new Set<string>();
  for (const size of load.sizes) {
    // An empty mailbox before each, so that a machine that slows down meanwhile slows both.
    const empty = await beside(bench, [], corpora);
    const full = await beside(bench, old.slice(0, size), corpora);
    for (const kind of [...empty.polls.commands, ...full.polls.commands]) commands.add(kind);
    rows.push(...judge(size, load, empty, full));
  }
  for (const corpus of corpora) await dropCorpus(corpus);
  rows.push({
    target: 5, what: 'IMAP commands of a poll with nothing new, over all these mailboxes', goal: 'constant', measured: [...commands].map((c) => `${c.split(', ').length} (${c})`).join(' or '), met: commands.size === 1,
  });
  return rows;
}

/** Drains every corpus beside the old mails, then looks at polls. The old ones are read to their end before anything counts. */
async function beside(bench: Bench, old: string[], corpora: Corpus[]): Promise<Seen> {
  const { stand } = bench;
  await stand.maildir.wipe();
  await stand.maildir.lay(old);
  const home = await oursHome(stand);
  try {
    const driver = await startOurs(stand, home);
    const seconds: number[] = [];
    try {
      await warmUp(stand, 'normal', bench.seed);
      for (const corpus of corpora) {
        const run = await drain(stand, driver, corpus);
        bench.disturbed(run.others);
        seconds.push(run.seconds);
        bench.say(`${corpus.files.length} new mails beside ${old.length} old ones: ${run.seconds.toFixed(2)} s`);
      }
    } finally {
      await driver.stop();
    }
    return { seconds, polls: await pollsOf(stand, home) };
  } finally {
    await home.leave();
  }
}

function judge(size: number, load: { n: number }, empty: Seen, full: Seen): Row[] {
  const ratios = full.seconds.map((s, i) => s / (empty.seconds[i] ?? NaN));
  return [{
    target: 5, what: `draining ${load.n} new mails beside ${size} old ones, against an empty mailbox`, goal: '<= 1.25 x',
    measured: `**${spread(ratios, 2)} x**: ${spread(full.seconds)} against ${spread(empty.seconds)} s`, met: median(ratios) <= 1.25,
  }, {
    target: 5, what: `a poll with nothing new beside ${size} old mails`, goal: '<= 20 ms', measured: `**${spread(full.polls.ms)} ms** (empty mailbox: ${spread(empty.polls.ms)})`, met: median(full.polls.ms) <= 20,
  }];
}
