import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCode } from '../../src/entry/code.ts';
import { openBlobs, type Blobs } from '../../src/edges/blobs.ts';
import { openErasureList, type ErasureList } from '../../src/edges/erasure-list.ts';
import { openGivenCodes, type GivenCodes } from '../../src/edges/given-codes.ts';
import { openPaperRecords, type PaperRecords } from '../../src/edges/paper-records.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { addressKey } from '../../src/personal/tombstone.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { OpenMailbox } from '../../workers/oracle/mailbox.ts';
import { addOnPaper } from '../../workers/paper/add.ts';
import { verify, type Verdict } from '../../workers/verify.ts';
import { brokenResults, recordForResults, RESULT_RULES } from '../support/broken-results.ts';
import { changed, DEADLINE_RULE, ERASED_RULE, erasure, job, like, QUESTION, renumber, SECOND } from '../support/broken.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { JUDGING_RULES } from '../support/broken-judging.ts';
import { DIVIDED_RULE } from '../support/divided.ts';
import { entryMail, mail, TO } from '../support/mails.ts';
import { verdictAfter, violated } from '../support/oracle.ts';
import { bring, openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const BACK = 'nobody who was erased is back with an older database';
const NOW = new Date('2024-07-02T03:00:00Z');
let stage: Stage;
let filled: FreshDatabase;
let dataDir: string;
let mailbox: OpenMailbox;
const broken = new Set<string>();

/** A small contest with something of everything: entries, a supplement, a copy, a question, an own copy, decisions, an entry on paper. */
beforeAll(async () => {
  filled = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-oracle-'));
  stage = await openStage({ database: filled, dataDir, changes: (contest) => ({ ...contest, letters: { ...contest.letters, ownCopy: true } }) });
  const first = await entryMail('Một cửa điện tử');
  const { letters } = await stage.send(first);
  await stage.send(first);
  await stage.send(await mail({ subject: 'Re: bổ sung', text: 'Xin bổ sung phụ lục.', inReplyTo: letters[0]?.rfcMessageId ?? '', attachments: [{ filename: 'Phụ lục.txt', content: 'phụ lục', contentType: 'text/plain' }] }));
  await stage.send(await entryMail('Lưu trữ số', { from: 'binh@people.test' }), 'binh@people.test');
  await stage.send(await mail({ from: 'chi@people.test', subject: 'Hỏi về thể lệ cuộc thi', text: 'Cho hỏi hạn nộp bài dự thi là khi nào ạ?' }), 'chi@people.test');
  const typed = { receivedAt: new Date('2024-07-01T02:00:00Z'), channel: 'hand' as const, name: null, email: null, phone: '0900000899', address: null, title: 'Một cửa lưu động', code: null };
  await stage.service.services.db.transaction((tx) => addOnPaper(tx, stage.service.services, typed, [], { by: 'Chị Lan', reason: 'nộp tại quầy', again: false, staffMessageId: null }));
  await until('every mail handled and the own copy of every letter back', async () => {
    stage.service.wake();
    const outcomes = (await stage.messages()).map((m) => m.outcome);
    const sent = (await stage.letters()).filter((l) => l.state === 'sent').length;
    return outcomes.includes('question-passed') && outcomes.filter((o) => o === 'own-letter').length === sent && outcomes.length === sent + 6 && (await stage.status()).idle;
  });
  const { db } = stage.service.services;
  for (const action of ['first', 'second', 'third']) await db.transaction((tx) => recordDecision(tx, { actor: 'staff', action, subject: 'x', detail: {}, texts: { reason: 'asked for by telephone' } }));
  await db.transaction(recordForResults);
  mailbox = stage.service.services.mailbox;
  await stage.service.stop();
});
afterAll(async () => {
  await stage.stop();
  await filled.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function verdictOf(url: string, parts: { blobs?: Blobs; mailbox?: OpenMailbox | null; givenCodes?: GivenCodes; paperRecords?: PaperRecords; erasures?: ErasureList; deep?: boolean } = {}): Promise<Verdict> {
  const db = openDatabase(url, () => NOW, { poolSize: 2 });
  try {
    return await verify({ db, blobs: parts.blobs ?? await openBlobs(dataDir), mailbox: parts.mailbox === undefined ? mailbox : parts.mailbox, givenCodes: parts.givenCodes ?? openGivenCodes(dataDir, 'hau-giang-2024'), paperRecords: parts.paperRecords ?? openPaperRecords(dataDir, 'hau-giang-2024'), erasures: parts.erasures ?? openErasureList(dataDir, 'hau-giang-2024'), secretKeys: ['a key'] }, parts.deep);
  } finally {
    await db.close();
  }
}

/** What the oracle says once somebody changed the data behind the service's back. */
const afterwards = async (changes: string[], parts: { blobs?: Blobs; mailbox?: OpenMailbox } = {}): Promise<Verdict> => verdictAfter(filled.url, NOW, changes, { blobs: parts.blobs ?? await openBlobs(dataDir), mailbox: parts.mailbox ?? null });

describe('the oracle on a sound contest', () => {
  it('finds nothing, and has looked at something of everything but what was never there', async () => {
    const verdict = await verdictOf(filled.url, { deep: true });
    expect(violated(verdict)).toEqual([]);
    expect(verdict.ok).toBe(true);
    expect(verdict.invariants.filter((i) => i.checked === 0).map((i) => i.name).sort()).toEqual(['an entry that is part of another names one that is there, and its documents are there', 'what a person decided about an entry is on record, and no other hand made it eligible or ineligible', 'of a batch of letters all left, or none', DEADLINE_RULE, 'no letter has been on its way for over 15 minutes', 'a letter that is due, on its way or unclear has a job that will move it', ...RESULT_RULES, ERASED_RULE, BACK, DIVIDED_RULE, ...JUDGING_RULES].sort());
    expect(verdict.listed.map((l) => l.items.length)).toEqual([0, 0]);
  });
});

describe('each invariant, broken on purpose, is the one that is named', () => {
  const OUTCOME = 'every message has exactly one outcome, or an open job that will give it one';
  const [COPY, REGISTERED] = ['a mail that counts as a copy has its original', 'a message counts as registered exactly when it is a version of its entry'] as const;
  const ENTRY = 'every entry has versions numbered from 1 without gaps, and somebody who may speak for it';
  const ENTRY_STATE = 'entries are in legal states, and one that came early will be taken up';
  const MERGED = 'an entry that is part of another names one that is there, and its documents are there';
  const DECIDED = 'what a person decided about an entry is on record, and no other hand made it eligible or ineligible';
  const BATCH = 'of a batch of letters all left, or none';
  const RECEIPT = 'each registered version is named in exactly one receipt';
  const LETTER_STATE = 'letters are in legal states, with the times and tries that belong to them';
  const MOVES = 'a letter that is due, on its way or unclear has a job that will move it';
  const [JOBS, AUDIT, AGREE] = ['the job table is consistent', 'the audit chain is unbroken', 'mailbox and table agree'] as const;
  const [PAPER, PRINTED, ASKED, ANSWERED] = ['every entry on paper has the record of how it came, and of who entered it', 'letters that no mail can bring are printed, and no others', 'every mail that was passed on as a question is in the thread of its asker', 'a question counts as answered exactly where an answer is in its thread, and every answer that left is in one'] as const;
  const receiptOfTwo = `(select letter_id from receipt_version rv join entry_version ev on ev.id = rv.version_id where ev.entry_id = ${SECOND})`;

  it.each<[string, string, RegExp, string[]]>([
    ['a message that nothing will handle', OUTCOME, /waits, but nothing will handle it/, [`update message set outcome = null, handled_at = null where id = ${QUESTION}`]],
    ['an outcome that there is not', OUTCOME, /ended as lost, which is no outcome/, [`update message set outcome = 'lost' where id = ${QUESTION}`]],
    ['an outcome without a time', OUTCOME, /without a time/, [`update message set handled_at = null where id = ${QUESTION}`]],
    ['one place recorded twice', 'no place of the mailbox is recorded twice', /UID \d+ of UIDVALIDITY \d+ is recorded 2 times/, ['alter table message drop constraint message_place', like('message', "outcome = 'duplicate'", {})]],
    ['a copy of nothing', COPY, /no other mail with its content/, ["update message set content_sha256 = 'x' where outcome = 'duplicate'"]],
    ['a registered mail without a version', REGISTERED, /is no version of an entry/, [`update message set outcome = 'registered' where id = ${QUESTION}`]],
    ['a version whose mail ended otherwise', REGISTERED, /is version 1 of CCHC24-0002-\w, but counts as ignored/, [`update message set outcome = 'ignored' where entry_id = ${SECOND} and outcome = 'registered'`]],
    ['a mail that belongs to another entry', REGISTERED, /counts as registered of another entry/, [`update message set entry_id = gen_random_uuid() where entry_id = ${SECOND} and outcome = 'registered'`]],
    ['the same bytes registered twice', 'the same bytes are registered once', /is registered 2 times/, ["update message set content_sha256 = 'same' where id in (select message_id from entry_version where n = 1 and entry_id = " + SECOND + ") or id in (select message_id from entry_version where n = 2)"]],
    ['a version that is missing', ENTRY, /has 2 versions, the last numbered 3/, ['update entry_version set n = 3 where n = 2', `update letter set facts = replace(facts::text, '"version": 2', '"version": 3')::jsonb`]],
    ['an entry without versions', ENTRY, /CCHC24-0004-\w has 0 versions/, [like('entry', 'number = 2', { number: '4', code: `'${formatCode('CCHC24', 4)}'` }), "insert into entry_sender select id, 'x@people.test', now() from entry where number = 4"]],
    ['an entry that nobody may speak for', ENTRY, /has no known sender/, [like('entry', 'number = 2', { number: '4', code: `'${formatCode('CCHC24', 4)}'` })]],
    ['a state that there is not', ENTRY_STATE, /is in the unknown state winning/, [`update entry set state = 'winning' where number = 2`]],
    ['an early entry that nothing takes up', ENTRY_STATE, /held as early, but nothing will take it up/, [`update entry set state = 'early-held' where number = 2`]],
    ['an entry that is part of nothing', MERGED, /CCHC24-0002-\w is merged and names no entry/, [`update entry set state = 'merged' where number = 2`]],
    ['an entry that is part of another and takes part', MERGED, /is under-check and names CCHC24-0001-\w|is needs-info and names CCHC24-0001-\w/, [`update entry set merged_into = (select id from entry where number = 1) where number = 2`]],
    ['a version with a document that is not there', MERGED, /names document 9 of message/, [`update entry_version set documents = jsonb_build_array(jsonb_build_object('messageId', message_id, 'part', '9')) where entry_id = ${SECOND}`]],
    ['an entry that nobody found eligible', DECIDED, /CCHC24-0002-\w is eligible, but nobody decided so/, [`update entry set state = 'eligible' where number = 2`]],
    ['a decision without its record', DECIDED, /the decision eligible on CCHC24-0002-\w is not in the audit log/, [`insert into entry_decision (entry_id, version_id, word, actor, at, standing, rules_sha256) select entry_id, id, 'eligible', 'x', now(), '', rules_sha256 from entry_version where entry_id = ${SECOND}`]],
    ['a change of the deadline that nobody approved', DEADLINE_RULE, /change 1 of the deadline is in force, but D-1 is open/, changed('open', '1')],
    ['an approved change of the deadline that is not in force', DEADLINE_RULE, /D-1 is approved, and its change of the deadline is not in force/, changed('approved', 'null')],
    ['an entry that is late before the approved deadline', DEADLINE_RULE, /CCHC24-0002-\w is late, but came before/, [...changed('approved', '1'), `update entry set state = 'late' where number = 2`]],
    ['a batch that left in part', BATCH, /is approved, and 0 of its 1 letters are written/, [`insert into approval (n, code, what, about, letters, hash, asked_by, asked_at, state) values (1, 'X', 'other', 'x', '[{"key": "k"}]', 'h', 'x', now(), 'approved')`]],
    ['a code that was given twice', 'no code and no number was given twice', /belongs to 2 entries/, ['alter table entry drop constraint entry_code_unique', 'alter table entry drop constraint entry_number_unique', ...renumber(2, formatCode('CCHC24', 1)), 'update entry set number = 1 where number = 2']],
    ['a code with a wrong check character', 'every code is the code of its number', /CCHC24-0002-X is not the code of number 2/, renumber(2, 'CCHC24-0002-X')],
    ['the code of another number', 'every code is the code of its number', /is not the code of number 2/, renumber(2, formatCode('CCHC24', 9))],
    ['a version in no receipt', RECEIPT, /is named in no receipt/, [`update letter set facts = '{"entries": []}' where id = ${receiptOfTwo}`, `delete from receipt_version where letter_id = ${receiptOfTwo}`]],
    ['a receipt that was cancelled', RECEIPT, /a receipt that was cancelled/, [`update letter set state = 'cancelled' where id = ${receiptOfTwo}`]],
    ['a receipt that is none', RECEIPT, /a letter that is no receipt/, [`update letter set kind = 'question-received' where id = ${receiptOfTwo}`]],
    ['a receipt that names something else', RECEIPT, /a receipt that does not name it/, [`update letter set facts = replace(facts::text, '"version": 1', '"version": 7')::jsonb where id = ${receiptOfTwo}`]],
    ['a receipt that names too much', 'no receipt names what was not registered', /names 2 versions, 1 of them are registered/, [`update letter set facts = jsonb_set(facts, '{entries}', (facts -> 'entries') || '[{"code": "CCHC24-0077-A", "version": 1}]') where id = ${receiptOfTwo}`]],
    ['a receipt to a stranger', 'a receipt goes to an address that may speak for the entry, or did before staff changed it, or whereto staff sent it', /goes to stranger@people.test/, [`update letter set to_address = 'stranger@people.test' where id = ${receiptOfTwo}`]],
    ['a letter in no state', LETTER_STATE, /unknown state lost/, ["update letter set state = 'lost' where kind = 'question-received'"]],
    ['a sent letter without a time', LETTER_STATE, /is sent without a time/, ["update letter set sent_at = null where kind = 'question-received'"]],
    ['a letter on its way since never', LETTER_STATE, /is sending without a time/, ["update letter set state = 'sending', sending_since = null where kind = 'question-received'", job('send-letter', "jsonb_build_object('letterId', id) from letter where kind = 'question-received'")]],
    ['a sent letter that was never handed over', LETTER_STATE, /is sent, but was never handed over/, ["update letter set attempts = 0 where kind = 'staff-question'", "update message set outcome = 'auto-reply-recorded' where outcome = 'own-letter'"]],
    ['a letter on its way for too long', 'no letter has been on its way for over 15 minutes', /is sending since/, ["update letter set state = 'sending', sending_since = now() - interval '16 minutes' where kind = 'question-received'", job('send-letter', "jsonb_build_object('letterId', id) from letter where kind = 'question-received'")]],
    ['a due letter that nothing sends', MOVES, /is due, but nothing will send it/, ["update letter set state = 'due' where kind = 'question-received'"]],
    ['an unclear letter that nothing settles', MOVES, /nothing looks for evidence/, ["update letter set state = 'unknown' where kind = 'question-received'"]],
    ['a letter sent twice', 'no letter was sent more often than its tries say', /was tried 1 times, but 2 copies of it came back/, [like('message', "outcome = 'own-letter' and message_id like 'question-received.%'", { uid: '999999', sha256: 'null' })]],
    ['a mail answered twice', 'no mail is answered twice in the same way', /is answered by 2 letters of the kind question-received/, [like('letter', "kind = 'question-received'", { key: "'again'", rfc_message_id: "'again'", state: "'draft'" })]],
    ['a job both done and dead', JOBS, /both done and dead/, ["update job set dead_at = now() where name = 'read-message' and key = (select min(key) from job where name = 'read-message')"]],
    ['a closed job with a lease', JOBS, /closed, but still leased/, ["update job set leased_until = now(), lease_owner = gen_random_uuid() where key = (select min(key) from job where name = 'read-message')"]],
    ['a lease of nobody', JOBS, /leased by nobody/, [job('verify', `'{"hour": "x"}', now()`, 'leased')]],
    ['a lease without end', JOBS, /longer than any lease lasts/, [job('verify', `'{"hour": "x"}', now() + interval '1 day'`, 'leased'), 'update job set lease_owner = gen_random_uuid() where leased_until is not null']],
    ['a job that there is not', JOBS, /unknown name sing/, [job('sing', "'{}'")]],
    ['a job about a message without a row', JOBS, /a message that has no row/, [job('read-message', "jsonb_build_object('messageId', gen_random_uuid())")]],
    ['a job about a letter without a row', JOBS, /a letter that has no row/, [job('send-letter', "jsonb_build_object('letterId', gen_random_uuid())")]],
    ['two jobs for one effect', 'no effect has two open jobs', /verify .* waits 2 times/, [job('verify', `'{"hour": "x"}'`), job('verify', `'{"hour": "x"}'`)]],
    ['an erased letter that says something', ERASED_RULE, /letter .* was erased and holds something still/, [erasure(1), "update letter set erasure_id = '00000000-0000-0000-0000-0000000000ee' where kind = 'question-received'"]],
    ['an erased message that says something', ERASED_RULE, /message .* was erased and holds something still/, [erasure(0), `update message set erasure_id = gen_random_uuid() where id = ${QUESTION}`]],
    ['more erased than there is', ERASED_RULE, /erasure 1 counts 0 messages, 2 letters and 0 entries; there are 0, 0 and 0/, [erasure(2)]],
    ['an entry erased by nobody', ERASED_RULE, /CCHC24-0002-\w is in the state erased, but nobody erased it/, [`update entry set state = 'erased' where number = 2`]],
    ['bytes that should have gone', ERASED_RULE, /bytes that nobody needs any more lie in DATA_DIR since/, ["insert into doomed_bytes (sha256, since) values ('x', now() - interval '1 day')"]],
    ['a decision that was changed', AUDIT, /audit event 2 was changed/, ["update audit_event set actor = 'somebody' where n = 2"]],
    ['a reason that was changed', AUDIT, /audit event 3: its reason was changed/, ["update audit_text set text = 'another' where n = 3 and name = 'reason'"]],
    ['a reason that is gone, though nobody erased it', AUDIT, /audit event 3: its reason is gone/, ["delete from audit_text where n = 3 and name = 'reason'"]],
    ['a decision that was removed', AUDIT, /audit event 2 is missing/, ['delete from audit_event where n = 2']],
    ['papers of which nothing is told', PAPER, /nothing says how they came/, ['delete from paper_record']],
    ['papers that nobody entered on record', PAPER, /came by mail\n.*that somebody entered the papers .* is not in the audit log/, [like('paper_record', 'true', { message_id: QUESTION, entered_by: "'somebody'" })]],
    ['a letter printed for somebody with an address', PRINTED, /to chi@people.test is printed/, ["update letter set state = 'printed' where kind = 'question-received'"]],
    ...brokenResults(SECOND),
    ['a question that is in no thread', ASKED, /is in no thread/, ['delete from question_post']],
    ['a question in the thread of another', ASKED, /of mallory@people.test holds message/, ["update question set asker = 'mallory@people.test'"]],
    ['a question that nobody answered', ANSWERED, /there is no answer/, ["update question set state = 'answered'"]],
    ['an answer to nothing', ANSWERED, /answers a question, and is in no thread/, [like('letter', "kind = 'question-received'", { key: "'again'", kind: "'question-answer'", rfc_message_id: "'again'", state: "'draft'" })]],
    ['mail without a row', AGREE, /UID \d+ lies in the mailbox and has no row/, [`update message set uid = uid + 5000 where id = ${QUESTION}`]],
    ['another mail in a known place', AGREE, /is another mail than the one on record/, [`update message set size = size + 1 where id = ${QUESTION}`]],
    ['a mailbox that was numbered anew', AGREE, /numbers its mail anew/, ['update mailbox set uidvalidity = uidvalidity + 1']],
  ])('%s', async (_what, name, says, changes) => {
    const verdict = await afterwards(changes, name === AGREE ? { mailbox } : {});
    expect(violated(verdict)).toEqual([name]);
    expect(verdict.invariants.find((i) => i.name === name)?.violations.join('\n')).toMatch(says);
    expect(verdict.ok).toBe(false);
    broken.add(name);
  });

  const BYTES = 'all raw bytes and documents are stored, whole and unchanged';
  const withBytes = async (change: (path: (sha256: string) => string, sha256: string) => Promise<void>, table: 'message' | 'document', options: { deep?: boolean; now?: Date } = {}): Promise<Verdict> => {
    const folder = await mkdtemp(join(tmpdir(), 'mailroom-oracle-bytes-'));
    await cp(dataDir, folder, { recursive: true });
    const blobs = await openBlobs(folder);
    const [row] = await filled.query<{ sha256: string }>(`select sha256 from ${table} order by sha256 limit 1`);
    await change(blobs.path, row?.sha256 ?? '');
    const db = openDatabase(filled.url, () => options.now ?? NOW, { poolSize: 2 });
    const verdict = await verify({ db, blobs, mailbox: null }, options.deep);
    await db.close();
    await rm(folder, { recursive: true, force: true });
    broken.add(BYTES);
    return verdict;
  };
  const flip = async (path: string): Promise<void> => {
    const bytes = await readFile(path);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await writeFile(path, bytes);
  };

  it.each<[string, 'message' | 'document', RegExp, (path: (sha256: string) => string, sha256: string) => Promise<void>]>([
    ['raw bytes that are missing', 'message', /^message .*: its bytes are missing$/, (path, sha256) => rm(path(sha256))],
    ['raw bytes that grew', 'message', /bytes stored, \d+ expected/, (path, sha256) => appendFile(path(sha256), 'x')],
    ['raw bytes that changed', 'message', /its bytes changed/, (path, sha256) => flip(path(sha256))],
    ['a document that is missing', 'document', /^document .* of message .*: its bytes are missing$/, (path, sha256) => rm(path(sha256))],
    ['a document that changed', 'document', /its bytes changed/, (path, sha256) => flip(path(sha256))],
  ])('%s', async (_what, table, says, change) => {
    const verdict = await withBytes(change, table);
    expect(violated(verdict)).toEqual([BYTES]);
    expect(verdict.invariants.find((i) => i.name === BYTES)?.violations[0]).toMatch(says);
  });

  it('old bytes that changed, seen by --deep alone', async () => {
    const later = new Date(NOW.getTime() + 3 * 86_400_000);
    expect(violated(await withBytes((path, sha256) => flip(path(sha256)), 'message', { now: later }))).toEqual([]);
    expect(violated(await withBytes((path, sha256) => flip(path(sha256)), 'message', { now: later, deep: true }))).toEqual([BYTES]);
  });

  it('a code that was given and is not known: the database is an older one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailroom-oracle-given-'));
    const givenCodes = openGivenCodes(folder, 'hau-giang-2024');
    await givenCodes.note([{ code: 'CCHC24-0001-I', version: 1, content: null, form: '', letter: 'x' }, { code: formatCode('CCHC24', 77), version: 1, content: null, form: '', letter: 'x' }]);
    const verdict = await verdictOf(filled.url, { givenCodes });
    await rm(folder, { recursive: true, force: true });
    const name = 'every code that was given is known';
    expect(violated(verdict)).toEqual([name]);
    expect(verdict.invariants.find((i) => i.name === name)?.violations).toEqual([expect.stringMatching(/DATA_DIR knows CCHC24-0077-\w version 1, the database does not/)]);
    broken.add(name);
  });

  it('an entry on paper that DATA_DIR knows and the database does not', async () => {
    const name = 'every entry on paper that was entered is known';
    const record = { sha256: 'ab'.repeat(32), receivedAt: '2024-07-01T02:00:00Z', channel: 'post' as const, sender: 'tel:0900000899', name: null, code: null, enteredBy: 'Chị Lan', reason: 'x', enteredAt: '2024-07-01T02:00:00Z' };
    expect(violated(await verdictOf(filled.url, { paperRecords: { note: async () => undefined, forget: async () => undefined, all: async () => [record] } }))).toEqual([name]);
    broken.add(name);
  });

  it('somebody who was erased and is back with an older database, with the command that repeats it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailroom-oracle-erased-'));
    const erasures = openErasureList(folder, 'hau-giang-2024');
    const noted = { at: '2024-07-01T02:00:00Z', codes: [] };
    await erasures.note({ ...noted, id: '00000000-0000-4000-8000-000000000001', n: 1, keys: [addressKey('binh@people.test', 'a key')], codes: [formatCode('CCHC24', 2)] });
    await erasures.note({ ...noted, id: '00000000-0000-4000-8000-000000000002', n: 2, keys: [addressKey('chi@people.test', 'another key')], codes: [formatCode('CCHC24', 1)] });
    await erasures.note({ ...noted, id: '00000000-0000-4000-8000-000000000003', n: 3, keys: [addressKey('gone@people.test', 'a key')] });
    await writeFile(join(folder, 'erasures', 'hau-giang-2024', '00000000-0000-4000-8000-000000000004.json'), '{');
    const verdict = await verdictOf(filled.url, { erasures });
    expect(violated(verdict)).toEqual([BACK]);
    expect(verdict.invariants.find((i) => i.name === BACK)).toMatchObject({ checked: 3, violations: [
      `erasure 1 of 2024-07-01 is not in this database, which is an older one: ${formatCode('CCHC24', 2)} is there again. Repeat it: \`mailroom person erase binh@people.test --reason "…" --by "…"\``,
      `erasure 2 of 2024-07-01 is not in this database, which is an older one: ${formatCode('CCHC24', 1)} is there again. Repeat it: \`mailroom person erase "NAME" --entry ${formatCode('CCHC24', 1)} --reason "…" --by "…"\``,
    ] });
    await rm(folder, { recursive: true });
    broken.add(BACK);
  });

  it('and none was left out; those of judging are broken in judging.test.ts and divided.test.ts', async () => {
    const { invariants } = await verdictOf(filled.url);
    expect([...broken, DIVIDED_RULE, ...JUDGING_RULES].sort()).toEqual(invariants.map((i) => i.name).sort());
  });
});

describe('what is no violation', () => {
  it('lists letters that stay unclear and jobs that were given up, and says ok all the same', async () => {
    const verdict = await afterwards([
      "update letter set state = 'unknown', reason = 'the line broke' where kind = 'question-received'",
      `insert into job (name, key, due_at, done_at, payload) select 'settle-letter', 'settled', now(), now(), jsonb_build_object('letterId', id) from letter where kind = 'question-received'`,
      `insert into job (name, key, due_at, dead_at, last_error, payload) values ('verify', 'given-up', now(), now(), 'no such table', '{"hour": "x"}')`,
    ]);
    expect(violated(verdict)).toEqual([]);
    expect(verdict.ok).toBe(true);
    expect(verdict.listed.map((l) => l.items)).toEqual([[expect.stringMatching(/question-received.*1 tries: the line broke/)], ['job given-up: no such table']]);
  });

  it('does not count the mailbox as checked where it is not set, not read yet or away, and says why', async () => {
    const noteOf = (verdict: Verdict): unknown => verdict.invariants.find((i) => i.name === 'mailbox and table agree');
    expect(noteOf(await verdictOf(filled.url, { mailbox: null }))).toMatchObject({ checked: 0, violations: [], note: 'not checked: IMAP_URL is not set' });
    expect(noteOf(await verdictOf(filled.url, { mailbox: { ...mailbox, name: 'another' } }))).toMatchObject({ checked: 0, violations: [], note: 'not checked: the mailbox was never read' });
    expect(noteOf(await verdictOf(filled.url, { mailbox: { ...mailbox, open: () => Promise.reject(new Error('IMAP: refused')) } }))).toMatchObject({ checked: 0, violations: [], note: 'not checked: IMAP: refused' });
  });

  it('tolerates mail that arrives meanwhile, and mail that people moved away', async () => {
    const [box] = await filled.query<{ last_uid: string }>("select last_uid from mailbox where name <> 'paper'");
    await bring(stage.servers, await mail({ subject: 'vừa đến' }), 'moi@people.test', TO);
    const movedAway = like('message', "outcome = 'duplicate'", { uid: '0', sha256: 'null' });
    const verdict = await afterwards([movedAway], { mailbox });
    expect(violated(verdict)).toEqual([]);
    expect(verdict.invariants.find((i) => i.name === 'mailbox and table agree')?.note).toBe(`mails above UID ${box?.last_uid} that are still to be read: 1`);
  });

  it('does not mind bytes that were deleted on purpose', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailroom-oracle-forgotten-'));
    expect(violated(await afterwards(['delete from document', 'update message set raw_deleted_at = now()'], { blobs: await openBlobs(folder) }))).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});
