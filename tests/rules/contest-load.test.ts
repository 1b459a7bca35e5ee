import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadContest } from '../../src/contest/load.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { Problem } from '../../src/problem.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const tiny = await readFile(here('../fixtures/contests/tiny-english/contest.yaml'), 'utf8');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What loading says of the tiny contest after one change. */
function refusal(from: string | RegExp, to: string, people: string | null = null): string[] {
  const changed = tiny.replace(from, to);
  expect(changed === tiny && people === null, `"${from}" is not in the fixture`).toBe(false);
  return refusalOf(changed, people);
}

function refusalOf(yaml: string, people: string | null = null): string[] {
  try {
    loadContest({ dir: 'contests/x', yaml: bytes(yaml), people: people === null ? null : bytes(people) });
  } catch (error) {
    if (error instanceof Problem) {
      expect(error).toMatchObject({ code: 'contest-wrong', retry: 'never' });
      return error.forUser.split('\n');
    }
    throw error;
  }
  return [];
}

/** Line, counted from 1, on which a text of the fixture stands. */
const line = (text: string): number => tiny.slice(0, tiny.indexOf(text)).split('\n').length;

describe('a wrong setting is refused with its file, its line and what is expected', () => {
  test('a date in another form', () => {
    expect(refusal('2031-04-11T17:00:00-04:00', '16/8')).toEqual([
      `contests/x/contest.yaml:${line('closes:')}: window.closes: expected a date and time with its offset, as 2024-07-01T00:00:00+07:00 (found "16/8")`]);
  });

  test('a day that no calendar has', () => {
    expect(refusal('2031-04-11T17', '2031-04-31T17')[0]).toContain('window.closes: expected a date and time');
  });

  test('a setting that is missing is shown at the block that lacks it', () => {
    expect(refusal(/ +address: ideas.*\n/, '  kind: official\n')).toEqual([
      `contests/x/contest.yaml:${line('mailbox:')}: mailbox.address: expected an email address, as office@example.org (not set)`]);
  });

  test('a misspelt setting is named, with the one that was meant', () => {
    expect(refusal('codePrefix', 'codePrefx')).toEqual([
      'contests/x/contest.yaml:2: codePrefix: expected a text (not set)',
      `contests/x/contest.yaml:${line('codePrefix')}: codePrefx: unknown setting; did you mean codePrefix?`,
    ]);
  });

  test('a setting like no other is refused with the list of those known at its place', () => {
    expect(refusal('borderlineMinutes: 30', 'grace: 30')[0]).toBe(
      `contests/x/contest.yaml:${line('borderlineMinutes')}: checks.window.grace: unknown setting; known here: basis, borderlineMinutes`);
  });

  test('an unknown check is refused by name with the list of known checks', () => {
    expect(refusal('group-size:', 'plagiarism: {}')).toEqual([
      `contests/x/contest.yaml:${line('group-size')}: checks.plagiarism: unknown check; known checks: window, agency, eligibility, agreement, group-size, author-shares, content-area, declaration, inheritance, evidence, first-application, excluded-person, originality, completeness`]);
  });

  test('a word outside a list of words', () => {
    expect(refusal('locale: en', 'locale: fr')[0]).toContain('locale: expected one of vi, en (found "fr")');
    expect(refusal('window:', '  after: { do: burn }\nwindow:')[0]).toContain('mailbox.after.do: expected one of leave, flag, move (found "burn")');
  });

  test('numbers and lists of the wrong size', () => {
    expect(refusal('minAuthors: 3', 'minAuthors: many')[0]).toContain('entrantKinds.organisation.minAuthors: expected a number (found "many")');
    expect(refusal('minAuthors: 3', 'minAuthors: 2.5')[0]).toContain('expected a whole number (found 2.5)');
    expect(refusal('minAuthors: 3', 'minAuthors: -1')[0]).toContain('expected a number of at least 0 (found -1)');
    expect(refusal(/areas:[^]*?entrantKinds/, 'areas: []\nentrantKinds')[0]).toContain('areas: expected at least 1 in the list (found a list)');
  });

  test('text that is not YAML, a key given twice and an unresolved alias', () => {
    expect(refusal('locale: en', 'locale: "en')[0]).toMatch(/contest\.yaml:\d+: not valid YAML: /);
    expect(refusal('locale: en', 'locale: en\nlocale: vi')[0]).toMatch(new RegExp(`contest\\.yaml:${line('locale') + 1}: not valid YAML: .*unique`));
    expect(refusal('locale: en', 'locale: *nowhere')[0]).toContain('not valid YAML');
    expect(refusalOf('')[0]).toBe('contests/x/contest.yaml:1: expected a block of settings (found nothing)');
  });

  test('bytes that are not UTF-8', () => {
    const yaml = Buffer.concat([Buffer.from('id: caf'), Buffer.from([0xe9])]);
    expect(() => loadContest({ dir: 'contests/x', yaml, people: null })).toThrow('contests/x/contest.yaml:1: expected UTF-8 text');
  });

  test('many faults stand each on a line of its own, in the order of the file', async () => {
    const lines = refusalOf(await readFile(here('../fixtures/contests/broken/contest.yaml'), 'utf8'));
    expect(lines.map((l) => /contest\.yaml:(\d+): ([^:]*)/.exec(l)?.slice(1).join(' '))).toEqual([
      '1 id', '1 office', '2 name', '8 offise', '10 mailbox.address', '11 mailbox.after.do', '14 window.closes', '15 areas',
      '17 entrantKinds.individual.minAuthors', '17 entrantKinds.individual.maxAuthors', '19 checks.windw', '20 checks.plagiarism']);
    expect(lines.find((l) => l.includes('windw'))).toContain('did you mean window?');
  });
});

describe('settings that contradict each other are refused', () => {
  test('closing before opening', () => {
    expect(refusal('2031-04-11T17:00:00-04:00', '2031-03-01T17:00:00-05:00')[0]).toBe(
      `contests/x/contest.yaml:${line('closes:')}: window.closes: expected a moment after window.opens, 2031-03-03T09:00:00-05:00 (found "2031-03-01T17:00:00-05:00")`);
  });

  test('an offset that is not the one of the zone on that day, as across the change to summer time', () => {
    expect(refusal('17:00:00-04:00', '17:00:00-05:00')[0]).toContain('window.closes: expected the offset of America/New_York on that day, -04:00');
    expect(refusal('09:00:00-05:00', '09:00:00Z')[0]).toContain('window.opens: expected the offset of America/New_York on that day, -05:00');
  });

  test('a zone that does not exist, or that is only an offset', () => {
    expect(refusal('America/New_York', 'America/NewYork')[0]).toContain('zone: expected an IANA time zone, as Asia/Ho_Chi_Minh (found "America/NewYork"; did you mean America/New_York?)');
    expect(refusal('America/New_York', '"-05:00"')[0]).toContain('zone: expected an IANA time zone');
  });

  test('a text that lacks the language of the letters', () => {
    expect(refusal('locale: en', 'locale: vi')).toHaveLength(9);
    expect(refusal('{ en: Play and rest }', '{ vi: Vui chơi }')[0]).toContain('areas[0].name: expected a text in en, the language of the letters (found only vi)');
  });

  test('entrant kinds that nobody can be', () => {
    expect(refusal('minAuthors: 3, maxAuthors: 7', 'minAuthors: 3, maxAuthors: 2')[0]).toContain('entrantKinds.organisation.maxAuthors: expected at least minAuthors, 3, or null for no limit (found 2)');
    expect(refusal(/entrantKinds:[^]*?checks/, 'entrantKinds: {}\nchecks')[0]).toContain('entrantKinds: expected at least one of individual, group, organisation');
    expect(refusal('atLeast: 2', 'atLeast: 3')[0]).toContain('checks.content-area.atLeast: expected at most 2, the number of areas (found 3)');
  });

  test('staff or judges who live in the contest mailbox', () => {
    expect(refusal('checks:', 'staff: { addresses: [desk@harbour.example.org, Ideas@Harbour.example.org] }\nchecks:')[0]).toContain('staff.addresses[1]: expected an address other than the contest mailbox');
    expect(refusal('checks:', 'judges: { addresses: [ideas@harbour.example.org] }\nchecks:')[0]).toContain('judges.addresses[0]');
  });

  test('two people who must approve where staff is one', () => {
    expect(refusal('checks:', 'staff: { addresses: [desk@harbour.example.org, Desk@harbour.example.org], fourEyes: [results] }\nchecks:')[0]).toContain('staff.fourEyes: expected two addresses or more');
  });

  test('a mailbox that is read only from after the opening', () => {
    expect(refusal('window:', '  since: 2031-03-05T00:00:00-05:00\nwindow:')[0]).toContain('mailbox.since: expected no later than window.opens');
  });

  test('the same key twice', () => {
    expect(refusal('checks:', 'rounds: [{ key: a, name: { en: A } }, { key: a, name: { en: B } }]\nchecks:')[0]).toContain('rounds[1].key: expected a key of its own (found "a" twice)');
  });
});

describe('the check of evidence', () => {
  test('names only kinds that the contest has', () => {
    const kinds = tiny.replace('checks:', 'evidenceKinds: [{ key: data, name: { en: Figures } }]\nchecks:\n  evidence: { tables: date, words: { media: [video], data: [figures] } }');
    expect(refusalOf(kinds).map((f) => f.replace(/^\S+ /, ''))).toEqual(['checks.evidence.tables: expected a key of evidenceKinds, one of data (found "date")', 'checks.evidence.words.media: expected a key of evidenceKinds, one of data (found "media")']);
  });
});

describe('people.csv', () => {
  const withBodies = tiny.replace('checks:', 'excludedBodies: [{ key: jury, name: { en: Jury } }]\nchecks:');
  const read = (csv: string) => loadContest({ dir: 'contests/x', yaml: bytes(withBodies), people: bytes(csv) }).people;

  test('is read as spreadsheets write it: BOM, semicolons, CRLF, any order of columns', () => {
    expect(read('\uFEFFBody;Name;Emails;Phones\r\njury;Anne  Example;A@example.org, b@example.org;+84 900 000 901|0293 3000 204\r\n\r\n')).toEqual([
      { name: 'Anne Example', body: 'jury', agency: null, emails: ['a@example.org', 'b@example.org'], phones: ['+84 900 000 901', '0293 3000 204'], from: null, to: null, decision: null, role: null, areas: [], maxLoad: null }]);
  });

  test('is refused by line: unknown body, wrong address, no name, cut telephone number', () => {
    expect(refusalOf(withBodies, 'name,body,agency,emails,phones\nAnne,jury,,,\n,jruy,Desk,anne,12\n')).toEqual([
      'contests/x/people.csv:3: name: expected a name (found nothing)',
      'contests/x/people.csv:3: body: expected one of jury, the keys of excludedBodies (found "jruy")',
      'contests/x/people.csv:3: emails: expected email addresses, as ten@example.org (found "anne")',
      'contests/x/people.csv:3: phones: expected telephone numbers of at least 8 digits; a spreadsheet may have cut a leading 0 (found "12")',
    ]);
  });

  test('says from when to when a membership holds, in the dates of either way of writing', () => {
    expect(read('name,body,from,to,decision\nAnne,jury,2024-06-01,31/8/2024,12/QĐ-SNV\n')).toMatchObject([{ from: '2024-06-01', to: '2024-08-31', decision: '12/QĐ-SNV' }]);
    expect(refusalOf(withBodies, 'name,body,from,to\nAnne,jury,June,2024-13-01\nBob,jury,2024-06-02,2024-06-01\nCem,jury,6/2024,\n')).toEqual([
      'contests/x/people.csv:2: from: expected a date as 2024-06-30 or 30/6/2024 (found "June")',
      'contests/x/people.csv:2: to: expected a date as 2024-06-30 or 30/6/2024 (found "2024-13-01")',
      'contests/x/people.csv:3: to: is before from (2024-06-02)',
      'contests/x/people.csv:4: from: expected a date as 2024-06-30 or 30/6/2024 (found "6/2024")',
    ]);
  });

  test('is refused for its columns and for broken quotes', () => {
    expect(refusalOf(withBodies, 'name,body,mails\n')).toEqual(['contests/x/people.csv:1: mails: unknown column; did you mean emails?']);
    expect(refusalOf(withBodies, 'name;agency\nAnne;Desk\n')).toEqual(['contests/x/people.csv:1: body: column is missing; expected name, body, agency, emails, phones, from, to, decision, role, areas, max_load']);
    expect(refusalOf(withBodies, 'name,body\n"Anne,jury\n')[0]).toContain('not a valid CSV file');
    expect(refusalOf(withBodies, 'name,body\nAnne,jury,extra\n')[0]).toContain('contests/x/people.csv:2: expected 2 cells (found 3)');
  });
});

describe('the contest folder', () => {
  let dir = '';
  beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'contest-')); });
  afterEach(() => rm(dir, { recursive: true }));

  test('is fingerprinted over the bytes of contest.yaml and people.csv', async () => {
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const csv = 'name,body\n';
    await writeFile(join(dir, 'contest.yaml'), tiny);
    expect(await readContestFolder(`${dir}/`)).toMatchObject({ dir, people: [], rulesSha256: sha256(tiny) });
    await writeFile(join(dir, 'people.csv'), csv);
    expect(await readContestFolder(dir)).toMatchObject({ rulesSha256: sha256(tiny + csv) });
  });

  test('without contest.yaml is refused with the command that writes one', async () => {
    await expect(readContestFolder(dir)).rejects.toMatchObject({ code: 'contest-missing', retry: 'never', forUser: expect.stringContaining(`mailroom contest new ${dir}`) });
  });

  test('that cannot be read says why', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(readContestFolder(join(dir, 'file'))).rejects.toMatchObject({ code: 'contest-missing', forUser: expect.stringContaining('ENOTDIR') });
  });
});
