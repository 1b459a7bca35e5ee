import { describe, expect, it } from 'vitest';
import type { Author, EntryFields } from '../../schemas/reading.ts';
import { ERASED } from '../../src/personal/erased.ts';
import { doubtsOf } from '../../src/personal/doubts.ts';
import { resolvePerson, type EntryOfPeople } from '../../src/personal/resolve.ts';
import { tombstones } from '../../src/personal/tombstone.ts';
import { redactJson, redactor } from '../../src/personal/words.ts';

const redact = redactor({ addresses: ['an@people.test'], names: ['Nguyễn Thị An'], phones: ['0900000101'], texts: ['Một cửa điện tử'] });

describe('words of a person', () => {
  it.each<[string, string, string]>([
    ['an address', 'Từ: An <an@people.test>.', `Từ: An <${ERASED}>.`],
    ['an address in capitals', 'AN@People.Test', ERASED],
    ['not the end of a longer address', 'xuan@people.test và tran.an@people.test', 'xuan@people.test và tran.an@people.test'],
    ['not an address on a longer domain', 'an@people.test.example.org', 'an@people.test.example.org'],
    ['a name, in any case and over a line', 'NGUYỄN THỊ AN và Nguyễn\n Thị An', `${ERASED} và ${ERASED}`],
    ['a name without diacritics', 'nguyen thi an gui bai', `${ERASED} gui bai`],
    ['a name decomposed', 'Nguyễn Thị An'.normalize('NFD'), ERASED],
    ['not the name of somebody else', 'Nguyễn Thị Ân, Nguyễn Thị Anh, Nguyễn Thị', 'Nguyễn Thị Ân, Nguyễn Thị Anh, Nguyễn Thị'],
    ['a number with dots, and abroad', 'ĐT 0900.000.101 hoặc +84 900 000 101', `ĐT ${ERASED} hoặc ${ERASED}`],
    ['not a longer number', '09000001012', '09000001012'],
    ['a title', '“Một cửa điện tử” của xã', `“${ERASED}” của xã`],
  ])('are found: %s', (_what, text, left) => { expect(redact(text)).toBe(left); });

  it('go out of JSON with nothing left where an address stood, and out of lists of senders', () => {
    const before = { authors: { value: [{ name: 'Nguyễn Thị An', email: 'an@people.test', phone: '0900000101', share: 50 }] }, email: { value: 'an@people.test', source: 'body' }, senders: ['an@people.test', 'binh@people.test'], n: 1 };
    expect(redactJson(before, redact)).toEqual({ authors: { value: [{ name: ERASED, email: null, phone: null, share: 50 }] }, email: { value: null, source: 'body' }, senders: ['binh@people.test'], n: 1 });
  });

  it('in other texts nothing is changed', () => {
    const text = 'Xã Vị Thắng xây dựng một cửa liên thông, gồm 12 thủ tục.';
    expect(redact(text)).toBe(text);
  });
});

const author = (name: string, email: string | null = null, phone: string | null = null): Author => ({ name, email, phone, unit: null, position: null, share: null });
const entry = (n: number, senders: string[], authors: Author[], more: Partial<Record<'email' | 'phone' | 'entrantKind', string>> = {}): EntryOfPeople => {
  const of = (value: unknown) => ({ value, source: 'body', confidence: 1 });
  return { entryId: `id-${n}`, code: `C-${n}`, senders, versions: [{ authors: of(authors), email: of(more.email ?? null), phone: of(more.phone ?? null), entrantKind: of(more.entrantKind ?? null) } as unknown as EntryFields] };
};
const asked = (words: Partial<{ addresses: string[]; names: string[]; codes: string[] }>) => ({ addresses: [], names: [], codes: [], ...words });

describe('a person', () => {
  const own = entry(1, ['an@people.test'], [author('Nguyễn Thị An')], { email: 'an@people.test', phone: '0900000101' });
  const group = entry(2, ['binh@people.test'], [author('Trần Văn Bình', null, '0911'), author('Nguyễn Thị An', 'an@people.test', '0922')]);
  const clerk = entry(3, ['vanthu@office.test'], [author('Nguyễn Thị An', 'an@people.test')]);
  const office = entry(4, ['an@people.test'], [], { entrantKind: 'organisation' });
  const namesake = entry(5, ['khac@people.test'], [author('Nguyễn Thị An', 'khac@people.test')]);

  it('is found by an address as sender, author and contact, with the name and the numbers that go with it', () => {
    const found = resolvePerson(asked({ addresses: ['An@people.test '] }), [own, group, clerk, office, namesake]);
    expect(found.entries).toEqual([
      { entryId: 'id-1', code: 'C-1', roles: ['sender', 'author', 'contact'], whole: true }, { entryId: 'id-2', code: 'C-2', roles: ['author'], whole: false },
      { entryId: 'id-3', code: 'C-3', roles: ['author'], whole: true }, { entryId: 'id-4', code: 'C-4', roles: ['sender'], whole: false },
    ]);
    expect([found.addresses, found.names, found.phones.toSorted()]).toEqual([['an@people.test'], ['Nguyễn Thị An'], ['0900000101', '0922']]);
  });

  it('whom an agency\'s entry names alone leaves the entry to the agency', () => {
    const named = entry(6, ['an@people.test'], [author('Nguyễn Thị An', 'an@people.test')], { entrantKind: 'organisation' });
    expect(resolvePerson(asked({ addresses: ['an@people.test'] }), [named]).entries).toEqual([{ entryId: 'id-6', code: 'C-6', roles: ['sender', 'author'], whole: false }]);
  });

  it('who only shares a name with another is asked after', () => {
    expect(() => resolvePerson(asked({ names: ['nguyễn thị an'] }), [own, namesake])).toThrow(/may be several people, in C-1, C-5/);
    expect(resolvePerson(asked({ names: ['Nguyễn Thị An'], codes: ['c-5'] }), [own, namesake]).entries.map((e) => e.code)).toEqual(['C-5']);
  });

  it('who is a clerk takes nobody else\'s entry along', () => {
    expect(resolvePerson(asked({ addresses: ['vanthu@office.test'] }), [clerk, group]).entries).toEqual([{ entryId: 'id-3', code: 'C-3', roles: ['sender'], whole: false }]);
    const others = [entry(6, ['vanthu@office.test'], [author('Lê Văn Cường')]), entry(7, ['vanthu@office.test'], [author('Phạm Thị Dung')])];
    expect(resolvePerson(asked({ addresses: ['vanthu@office.test'] }), others).entries.map((e) => e.whole)).toEqual([false, false]);
    expect(resolvePerson(asked({ addresses: ['vanthu@office.test'] }), others.slice(0, 1)).entries.map((e) => e.whole)).toEqual([true]);
  });
});

describe('a namesake', () => {
  const nam = entry(1, ['nam.a@people.test'], [author('Nguyễn Văn Nam')], { email: 'nam.a@people.test' });
  const other = entry(2, ['nam.b@people.test'], [author('Nguyễn Văn Nam', null, '0900000202')], { email: 'nam.b@people.test', phone: '0900000202' });
  const five = entry(3, ['five@people.test'], [author('Nguyễn Văn Năm')], { email: 'five@people.test' });
  const ask = asked({ addresses: ['nam.a@people.test'] });

  it('is not taken along, with entry, address or number, and neither is a name with other diacritics', () => {
    const found = resolvePerson(ask, [nam, other, five]);
    expect([found.entries.map((e) => [e.code, e.whole]), found.addresses, found.names, found.phones]).toEqual([[['C-1', true]], ['nam.a@people.test'], ['Nguyễn Văn Nam'], []]);
    expect(doubtsOf(found, ask, [nam, other, five])).toEqual([{ what: 'name', code: 'C-2', word: 'Nguyễn Văn Nam' }]);
  });

  it('in the mail of one clerk stays apart: the clerk is neither of them', () => {
    const clerks = [entry(4, ['vanthu@office.test'], [author('Nguyễn Văn Nam')]), entry(5, ['vanthu@office.test'], [author('Nguyễn Văn Năm')])];
    expect(resolvePerson(asked({ addresses: ['vanthu@office.test'] }), clerks)).toMatchObject({ names: [], entries: [{ whole: false }, { whole: false }] });
    expect(resolvePerson(asked({ names: ['Nguyễn Văn Nam'] }), clerks).entries.map((e) => e.code)).toEqual(['C-4']);
    expect(() => resolvePerson(asked({ names: ['Nguyen Van Nam'] }), clerks)).toThrow(/may be several people, in C-4, C-5/);
  });

  it('who is the person after all is said by the codes of the entries', () => {
    const said = asked({ addresses: ['nam.a@people.test'], codes: ['C-1', 'C-2'] });
    const found = resolvePerson(said, [nam, other, five]);
    expect([found.entries.map((e) => [e.code, e.whole]), found.addresses]).toEqual([[['C-1', true], ['C-2', true]], ['nam.a@people.test']]);
    expect(doubtsOf(found, said, [nam, other, five])).toEqual([{ what: 'contact', code: 'C-2', word: 'nam.b@people.test' }]);
  });

  it('beside the person in one entry is an author of its own', () => {
    const both = entry(6, ['nam.a@people.test'], [author('NGUYEN VAN NAM', 'nam.a@people.test'), author('Nguyễn Văn Năm')]);
    expect(resolvePerson(ask, [both])).toMatchObject({ names: ['NGUYEN VAN NAM'], entries: [{ code: 'C-6', whole: false }] });
  });

  it('of a clerk whose address stands with many names does not bring that address', () => {
    const rows = [entry(7, ['x@people.test'], [author('Lê Văn Cường', 'vanthu@office.test')]), entry(8, ['y@people.test'], [author('Phạm Thị Dung', 'vanthu@office.test')])];
    expect(resolvePerson(asked({ names: ['Lê Văn Cường'] }), rows)).toMatchObject({ addresses: [], entries: [{ code: 'C-7', whole: true }] });
    expect(resolvePerson(asked({ names: ['Lê Văn Cường'] }), rows.slice(0, 1)).addresses).toEqual(['vanthu@office.test']);
  });

  it('is found in a later version that lost the address, in any way of typing', () => {
    const first = entry(9, ['clerk@office.test'], [author('NGUYEN VAN NAM', 'nam.a@people.test')]);
    const again = { ...first, versions: [...first.versions, ...entry(9, [], [author('Nguyễn Văn Nam')]).versions] };
    expect(resolvePerson(ask, [again])).toMatchObject({ names: ['NGUYEN VAN NAM', 'Nguyễn Văn Nam'], entries: [{ code: 'C-9', whole: true }] });
  });
});

describe('a tombstone', () => {
  const mail = { contentSha256: 'a'.repeat(64), messageId: 'x@people.test', size: 100, internalDate: new Date('2024-07-02T01:00:00Z') };

  it('depends on the key, and holds neither hash nor id', () => {
    const [first = '', second = ''] = tombstones(mail, ['one key', 'another']);
    expect(first).toMatch(/^erased:[0-9a-f]{64}$/);
    expect(first).not.toBe(second);
    expect(first).not.toContain(mail.contentSha256);
  });

  it('of a mail whose bytes were never fetched is that of its Message-ID, else of its size and time', () => {
    const head = { ...mail, contentSha256: null };
    expect(tombstones(head, ['k'])).not.toEqual(tombstones({ ...head, messageId: 'y@people.test' }, ['k']));
    expect(tombstones({ ...head, messageId: null }, ['k'])).not.toEqual(tombstones({ ...head, messageId: null, size: 101 }, ['k']));
  });
});
