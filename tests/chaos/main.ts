/** `npm run chaos -- --n 10000 --seed S`: exit 0 where every promise was kept, 1 where not, 2 for wrong use. */
import { parseArgs } from 'node:util';
import { reasonOf } from '../../src/problem.ts';
import { dovecotMissing } from '../support/dovecot.ts';
import { redisMissing } from '../support/redis.ts';
import { faultSets, type FaultSet } from './plan.ts';
import { failureInWords, inWords } from './report.ts';
import { runChaos } from './run.ts';

const HELP = `npm run chaos -- [--n 1000] [--seed S] [--seconds T] [--faults all|kills|none] [--json] [--keep-logs]

Runs the built service on real servers while it is killed, cut off and lied to, and checks that no mail is lost, registered twice
or answered twice. Mails and faults are spread over T seconds (by n if not given), faults go on until most letters have left. The same seed is the same mails, faults and fates; without one the time is taken. A failed run prints its seed.`;

const { values } = parseArgs({ options: {
  n: { type: 'string', default: '1000' }, seed: { type: 'string', default: String(Date.now()) }, faults: { type: 'string', default: 'all' }, seconds: { type: 'string' },
  json: { type: 'boolean', default: false }, 'keep-logs': { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
} });

process.exitCode = await main();

async function main(): Promise<number> {
  if (values.help) return print(HELP, 0);
  const n = Number(values.n);
  if (!Number.isInteger(n) || n < 1) return print(`--n ${values.n}: expected how many mails, as 1000`, 2);
  const ms = values.seconds === undefined ? undefined : Number(values.seconds) * 1_000;
  if (ms !== undefined && !(ms > 0)) return print(`--seconds ${values.seconds}: expected a number of seconds, as 60`, 2);
  if (!(values.faults in faultSets)) return print(`--faults ${values.faults}: expected one of ${Object.keys(faultSets).join(', ')}`, 2);
  const missing = dovecotMissing ?? redisMissing;
  if (missing !== null) return print(`${missing}. On Debian or Ubuntu: apt-get install redis-server dovecot-imapd dovecot-lmtpd openssl`, 2);
  const interruption = new AbortController();
  // A terminal sends it to the whole group, and whoever started us passes it on: the second must not end us before all is taken down.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
  const report = await runChaos({ signal: interruption.signal, seed: values.seed, n, faults: values.faults as FaultSet, tell: (line) => console.error(line), keepLogs: values['keep-logs'], ...(ms === undefined ? {} : { ms }) })
    .catch((error: unknown) => print(`seed ${values.seed}: ${reasonOf(error)}`, interruption.signal.aborted ? 130 : 1));
  // What was interrupted may still wait for something.
  if (typeof report === 'number') process.exit(report);
  if (!report.ok) console.error(failureInWords(report).join('\n'));
  return print(values.json ? JSON.stringify(report, null, 2) : inWords(report).join('\n'), report.ok ? 0 : 1);
}

function print(text: string, code: number): number {
  (code === 2 ? console.error : console.log)(text);
  return code;
}
