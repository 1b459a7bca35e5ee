import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadContest } from '../../src/contest/load.ts';
import { readTagList, tagListCsv } from '../../src/desk/tag-list.ts';
import { countTags, tagHints } from '../../src/desk/tags.ts';
import { document } from '../support/entry-facts.ts';

const yaml = readFileSync('contests/hau-giang-2024/contest.yaml', 'utf8');
const { contest } = loadContest({ dir: 'x', yaml: Buffer.from(yaml), people: null });
const hints = (...lines: string[]) => tagHints({ documents: [document('Thuyết minh.docx', lines.join('\n'))], texts: [] }, contest);

describe('the words of an entry', () => {
  it('hint at what it serves, each with the line, with diacritics or without', () => {
    expect(hints('1. Thực trạng', 'Góp phần cải thiện chỉ số DTI của huyện.', 'Tang muc do hai long cua nguoi dan.')).toEqual([
      { key: 'sipas', evidence: 'tệp “Thuyết minh.docx”, dòng 3: “Tang muc do hai long cua nguoi dan.”' }, { key: 'dti', evidence: 'tệp “Thuyết minh.docx”, dòng 2: “Góp phần cải thiện chỉ số DTI của huyện.”' },
    ]);
    expect(tagHints({ documents: [], texts: ['Mô hình thu hút đầu tư vào cụm công nghiệp'] }, contest).map((h) => h.key)).toEqual(['investment']);
  });

  it('hint at nothing where they quote the plan, name a business, or hold the letters within another word', () => {
    expect(hints('phấn đấu cải thiện điểm số, thứ hạng các Chỉ số: PAR INDEX, SIPAS, PAPI, PCI, DTI qua từng năm')).toEqual([]);
    expect(hints('Doanh nghiệp được phục vụ tốt hơn; chuyển đổi số trong cơ quan', 'thiết bị PCIe, mã ADTI')).toEqual([]);
  });
});

describe('what people said', () => {
  it('is counted by tag, with those that serve none and those nobody looked at', () => {
    const { byTag, none, untagged } = countTags([['dti', 'papi'], ['dti'], [], null, null, ['an-older-key']], contest);
    expect([byTag.map((b) => b.count), none, untagged]).toEqual([[0, 0, 1, 0, 2, 0], 1, 2]);
  });

  it('comes back from the list that it was written to, lines without tags left out', () => {
    const csv = tagListCsv([
      { code: 'CCHC24-0001-A', title: '=1+1', tags: null, hints: [{ key: 'dti', evidence: 'dòng 2: “a; b”' }] }, { code: 'CCHC24-0002-B', title: null, tags: ['papi', 'dti'], hints: [] }, { code: 'CCHC24-0003-C', title: 'C', tags: [], hints: [] },
    ]);
    expect(csv).toContain(`"'=1+1"`);
    expect(readTagList(csv, contest)).toEqual({ said: new Map([['CCHC24-0002-B', ['papi', 'dti']], ['CCHC24-0003-C', []]]), faults: [] });
    expect(readTagList('code;tags\ncchc24-0001-a;dti, papi\n', contest).said).toEqual(new Map([['CCHC24-0001-A', ['dti', 'papi']]]));
  });

  it('is taken whole or not at all, with every fault by its line', () => {
    expect(readTagList('code,tags\nA,dti\nA,papi\nB,pappi\n,dti\n', contest)).toEqual({ said: new Map(), faults: [
      { line: 3, at: 'code', told: 'A stands twice' }, { line: 4, at: 'tags', told: 'expected some of par-index, sipas, papi, pci, dti, investment, or none (found pappi)' }, { line: 5, at: 'code', told: 'expected a code (found nothing)' },
    ] });
    expect(readTagList('code,tag\nA,dti\n', contest).faults[0]?.told).toBe('unknown column; did you mean tags?');
  });
});

it('a contest whose tags share a key, or call one "none", is refused by its line', () => {
  const broken = (from: string, to: string): string => { try { loadContest({ dir: 'x', yaml: Buffer.from(yaml.replace(from, to)), people: null }); return 'taken'; } catch (error) { return String(error); } };
  expect(broken('  - key: dti', '  - key: pci')).toContain('tags[4].key: expected a key of its own (found "pci" twice)');
  expect(broken('  - key: dti', '  - key: none')).toContain('tags[4].key: expected lower-case letters, digits and hyphens, and not the word none');
});
