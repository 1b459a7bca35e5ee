/**
 * A contest folder's bytes -> the contest. A wrong file is refused as a whole, each fault on a line of its own:
 *   contests/x/contest.yaml:12: window.closes: expected a date and time with its offset, as 2024-07-01T00:00:00+07:00 (found "16/8")
 */
import { createHash } from 'node:crypto';
import { contestSchema, type Contest, type LoadedContest } from '../../schemas/contest.ts';
import { Problem } from '../problem.ts';
import { nfc } from '../vietnamese/fold.ts';
import { expectation, wrongs, type Wrong } from './expected.ts';
import { readAgencies } from './agencies.ts';
import { readPeople } from './people.ts';
import { contradictions } from './rules.ts';
import { readSource, type Fault, type SettingPath } from './source.ts';

/** The files as they lie in `dir`; people null where there is no people.csv. */
export type ContestFiles = { dir: string; yaml: Uint8Array; people: Uint8Array | null; /** agencies.csv */ agencies?: Uint8Array | null };

/** @throws Problem contest-wrong (never) */
export function loadContest(files: ContestFiles): LoadedContest {
  const contest = readContest(`${files.dir}/contest.yaml`, files.yaml);
  const people = files.people === null ? [] : readList(`${files.dir}/people.csv`, files.people, contest);
  const agencies = files.agencies == null ? [] : readRegistry(`${files.dir}/agencies.csv`, files.agencies);
  return { contest, people, agencies, dir: files.dir, rulesSha256: rulesSha256(files) };
}

function readContest(file: string, bytes: Uint8Array): Contest {
  const source = readSource(nfc(utf8(file, bytes)));
  refuse(source.broken.map((b) => ({ file, at: '', ...b })));
  const toFault = ({ path, told }: Wrong): Fault => ({ file, line: source.lineOf(path), at: settingName(path), told });
  const parsed = contestSchema.safeParse(source.data, { error: expectation });
  if (!parsed.success) refuse(parsed.error.issues.flatMap((issue) => wrongs(issue, source.data)).map(toFault));
  const contest = parsed.data as Contest;
  refuse(contradictions(contest).map(toFault));
  return contest;
}

function readList(file: string, bytes: Uint8Array, contest: Contest): LoadedContest['people'] {
  const { people, faults } = readPeople(utf8(file, bytes), contest);
  refuse(faults.map((f) => ({ file, ...f })));
  return people;
}

function readRegistry(file: string, bytes: Uint8Array): LoadedContest['agencies'] {
  const { agencies, faults } = readAgencies(utf8(file, bytes));
  refuse(faults.map((f) => ({ file, ...f })));
  return agencies;
}

function utf8(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('contest-wrong', { forUser: `${file}:1: expected UTF-8 text; save the file as UTF-8`, cause });
  }
}

/** "areas[2].name": the name of a setting as people write it. */
function settingName(path: SettingPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`)).join('');
}

function refuse(faults: Fault[]): void {
  if (faults.length === 0) return;
  const lines = faults.toSorted((a, b) => a.line - b.line).map(({ file, line, at, told }) => `${file}:${line}: ${at === '' ? '' : `${at}: `}${told.replace(/\s+/g, ' ')}`);
  throw new Problem('contest-wrong', { forUser: lines.join('\n') });
}

/** Of what entries are checked by: the same as `cat contest.yaml people.csv agencies.csv | sha256sum`. */
function rulesSha256({ yaml, people, agencies }: ContestFiles): string {
  return createHash('sha256').update(yaml).update(people ?? new Uint8Array()).update(agencies ?? new Uint8Array()).digest('hex');
}
