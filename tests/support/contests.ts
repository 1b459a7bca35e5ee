/** Two small contests for the tests of rules: one like the reference contest, one in English that shares nothing with it. */
import { contestSchema, type Contest } from '../../schemas/contest.ts';

/** Vietnamese: six areas, three entrant kinds, groups of two to four; the window of July and August 2024. */
export function hauGiang(): Contest {
  return contestSchema.parse({
    id: 'hau-giang-2024',
    name: { vi: 'Cuộc thi đề xuất mô hình, sáng kiến, giải pháp cải cách hành chính tỉnh Hậu Giang năm 2024', en: 'Hậu Giang contest of administrative reform ideas 2024' },
    shortName: { vi: 'Cuộc thi cải cách hành chính tỉnh Hậu Giang', en: 'Hậu Giang administrative reform contest' },
    organiser: { vi: 'Ban Tổ chức cuộc thi', en: 'the Organising Committee' },
    locale: 'vi',
    zone: 'Asia/Ho_Chi_Minh',
    codePrefix: 'CCHC24',
    office: { name: { vi: 'Sở Nội vụ tỉnh Hậu Giang' }, address: { vi: 'số 8 đường Ngô Quyền, thành phố Vị Thanh' } },
    mailbox: { address: 'cuocthi@contest.example.vn' },
    window: { opens: '2024-07-01T00:00:00+07:00', closes: '2024-08-17T00:00:00+07:00' },
    areas: [
      { name: { vi: 'Cải cách thể chế', en: 'Institutional reform' }, words: ['thể chế'] },
      { name: { vi: 'Cải cách thủ tục hành chính', en: 'Reform of administrative procedures' }, words: ['thủ tục hành chính', 'TTHC'] },
      { name: { vi: 'Cải cách tổ chức bộ máy', en: 'Reform of the organisational apparatus' }, words: ['tổ chức bộ máy', 'tổ chức bộ máy hành chính nhà nước'] },
      { name: { vi: 'Cải cách chế độ công vụ', en: 'Civil service reform' }, words: ['chế độ công vụ'] },
      { name: { vi: 'Cải cách tài chính công', en: 'Public finance reform' }, words: ['tài chính công'] },
      { name: { vi: 'Xây dựng và phát triển chính quyền điện tử, chính quyền số', en: 'Building e-government and digital government' }, words: ['chính quyền điện tử', 'chính quyền số'] },
    ],
    entrantKinds: {
      individual: { name: { vi: 'Cá nhân', en: 'Individual' }, words: ['cá nhân'], minAuthors: 1, maxAuthors: 1 },
      group: { name: { vi: 'Nhóm tác giả', en: 'Group of authors' }, words: ['nhóm tác giả', 'nhóm', 'theo nhóm'], minAuthors: 2, maxAuthors: 4 },
      organisation: { name: { vi: 'Tập thể cơ quan', en: 'Agency as a collective' }, words: ['tập thể cơ quan', 'tập thể'], minAuthors: 0, maxAuthors: null },
    },
    checks: { window: {}, agreement: {}, 'group-size': {}, 'content-area': {}, declaration: {}, completeness: {} },
  });
}

/** English: two areas, two entrant kinds, another prefix, another zone. */
export function tinyEnglish(): Contest {
  return contestSchema.parse({
    id: 'riverside-gardens',
    name: { en: 'Riverside Gardens Idea Contest' },
    shortName: { en: 'Riverside Gardens' },
    organiser: { en: 'the Riverside Council' },
    locale: 'en',
    zone: 'Europe/Dublin',
    codePrefix: 'RG26',
    office: { name: { en: 'Riverside Council, Parks Office' }, address: { en: '1 Quay Street, Riverside' } },
    mailbox: { address: 'gardens@riverside.example.org' },
    window: { opens: '2026-03-01T00:00:00Z', closes: '2026-04-01T00:00:00+01:00' },
    areas: [
      { name: { en: 'Play and rest' }, words: ['playground', 'benches'] },
      { name: { en: 'Water and wildlife' }, words: ['pond', 'wildlife'] },
    ],
    entrantKinds: {
      individual: { name: { en: 'Single person' }, words: ['individual', 'single person'], minAuthors: 1, maxAuthors: 1 },
      group: { name: { en: 'Team' }, words: ['team', 'group'], minAuthors: 2, maxAuthors: 3 },
    },
    checks: { window: {}, 'group-size': {}, completeness: { required: ['title', 'contact'] } },
  });
}
