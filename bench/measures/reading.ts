/** Reading documents: from a submission's arrival to its registration with all that its files state, without OCR. */
import { setTimeout as pause } from 'node:timers/promises';
import { loadContest } from '../../src/contest/load.ts';
import { STALLED_MS } from '../drain.ts';
import { benchContest, oursHome, startOurs } from '../drivers/launch.ts';
import { quantile } from '../numbers.ts';
import { seeded } from '../seeded.ts';
import { watchOthers } from '../stand/machine.ts';
import { MAILBOX } from '../stand/stand.ts';
import { submissionMail } from '../submission.ts';
import type { Row } from '../table.ts';
import type { Bench } from './measure.ts';

/** The first open connections and load the readers. */
const WARM_UP = 3;
const GOAL_MS = 1_000;

type Registered = { stored: Date; registered: Date; title: string | null; file: string | null; characters: number };

const REGISTERED = `
  select m.stored_at as stored, v.registered_at as registered, v.fields -> 'title' ->> 'value' as title, v.fields -> 'title' ->> 'file' as file,
    (select sum(length(d.words))::int from document d where d.message_id = m.id) as characters
  from message m join entry_version v on v.message_id = m.id where m.from_address = $1`;

export async function reading(bench: Bench, load: { n: number }): Promise<Row[]> {
  const { stand } = bench;
  await stand.maildir.wipe();
  const home = await oursHome(stand);
  const driver = await startOurs(stand, home);
  const [whole, own]: [number[], number[]] = [[], []];
  try {
    const { contest } = loadContest({ dir: 'bench', yaml: Buffer.from(benchContest(new Date())), people: null });
    const moments = seeded(`${bench.seed}:reading`);
    const others = watchOthers();
    for (let i = -WARM_UP; i < load.n; i++) {
      const mail = await submissionMail({ contest, seed: bench.seed, to: MAILBOX, day: new Date(), label: i < 0 ? 'warm' : 'doc' }, Math.abs(i));
      await pause(500 + (moments.bytes(2).readUInt16LE() % 1_500));
      await stand.dovecot.deliver(mail.raw, mail.from);
      const arrived = Date.now();
      await stand.sink.reached([mail.from], STALLED_MS);
      const [row] = await stand.query<Registered>(home.databaseUrl, REGISTERED, [mail.from]);
      if (row?.title !== mail.title || row.file === null || row.characters < 20_000) throw new Error(`the files of ${mail.from} were not read: ${JSON.stringify(row)}`);
      if (i < 0) continue;
      whole.push(row.registered.getTime() - arrived);
      own.push(row.registered.getTime() - row.stored.getTime());
    }
    bench.disturbed(others());
  } finally {
    await driver.stop();
    await home.leave();
  }
  return [rowOf(bench, load.n, whole, own)];
}

function rowOf(bench: Bench, n: number, whole: number[], own: number[]): Row {
  const p = (times: number[], q: number): string => (quantile(times, q) / 1000).toFixed(2);
  bench.say(`from arrival to registration, with documents: p50 ${p(whole, 0.5)} s, p95 ${p(whole, 0.95)} s; from the stored mail on ${p(own, 0.5)} and ${p(own, 0.95)} s`);
  return {
    target: null, what: `reading: from arrival (LMTP) to registration, ${n} submissions one by one whose words stand in a docx of 60 kB and a pdf of 300 kB`, goal: 'p95 < 1 s',
    measured: `**p95 ${p(whole, 0.95)} s**, p50 ${p(whole, 0.5)}, longest ${p(whole, 1)}; from the stored mail on p95 ${p(own, 0.95)}, p50 ${p(own, 0.5)}`, met: quantile(whole, 0.95) < GOAL_MS,
  };
}
