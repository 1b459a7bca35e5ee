import { startStand } from './stand/stand.ts';
import { throughput } from './measures/throughput.ts';
const [profile='normal', n='200', pairs='1'] = process.argv.slice(2);
const stand = await startStand();
process.on('SIGINT', () => { void stand.stop().then(() => process.exit(130)); });
try {
  await throughput(stand, { profile: profile as 'normal', n: Number(n), pairs: Number(pairs), seed: '1' }, (l) => process.stderr.write(`${l}\n`));
} finally { await stand.stop(); }
process.exit(0);
