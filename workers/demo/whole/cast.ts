/** Who takes part in the whole play, and how the play judges: invented people, and the judging that the notes of contest.yaml propose. */
import { contestSchema, type Contest } from '../../../schemas/contest.ts';

export type Entrant = { n: number; from: string; author: string; title: string; unit: string; area: string; /** forgets the area, and is asked */ forgets: boolean };

const WHAT = ['Bản đồ số', 'Trợ lý tin nhắn', 'Sổ tay điện tử', 'Quầy lưu động', 'Hộp thư góp ý', 'Mã QR', 'Lịch hẹn trực tuyến', 'Tổ công nghệ số'];
const WHERE = ['cho hồ sơ đất đai', 'tại bộ phận một cửa', 'cho người cao tuổi ở ấp'];
const UNITS = ['UBND xã Tân Tiến', 'Sở Tư pháp tỉnh Hậu Giang', 'UBND huyện Vị Thủy', 'Sở Y tế tỉnh Hậu Giang', 'UBND thị xã Long Mỹ', 'UBND huyện Phụng Hiệp'];
const AREAS = ['Cải cách thể chế', 'Cải cách thủ tục hành chính', 'Xây dựng chính quyền điện tử'];
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Võ', 'Đặng'];
const GIVEN = ['Thị Hoa', 'Văn Bình', 'Thị Chi', 'Minh Đạt'];

export const ENTRIES = 24;
export const entrants: Entrant[] = Array.from({ length: ENTRIES }, (_, i) => ({
  n: i + 1, from: `tacgia${i + 1}@people.example.org`, author: `${FAMILY[i % 6] ?? ''} ${GIVEN[Math.floor(i / 6)] ?? ''}`, title: `${WHAT[i % 8] ?? ''} ${WHERE[Math.floor(i / 8)] ?? ''}`,
  unit: UNITS[i % 6] ?? '', area: AREAS[i % 3] ?? '', forgets: i % 9 === 4,
}));

export const JUDGES = [
  ['Trần Thị Bích Hạnh', 'Sở Nội vụ'], ['Lê Quang Minh', 'Sở Kế hoạch và Đầu tư'], ['Phạm Hữu Tài', 'Văn phòng UBND tỉnh'], ['Nguyễn Thị Kim Oanh', 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh'],
  ['Đặng Văn Phúc', 'Sở Tư pháp'], ['Huỳnh Thanh Trúc', 'Sở Tài chính'], ['Võ Minh Khôi', 'Sở Thông tin và Truyền thông'],
] as const;
export const judgeAddress = (i: number): string => `giamkhao${i + 1}@agency.example.org`;
export const judgeNamed = (name: string): string => judgeAddress(JUDGES.findIndex(([known]) => known === name));

/** Of whom the story has something to tell. */
export const named = {
  chair: 'Trần Thị Bích Hạnh', conflicted: 'Lê Quang Minh', declines: 'Phạm Hữu Tài', silent: 'Nguyễn Thị Kim Oanh', afterLock: 'Đặng Văn Phúc', away: 'Huỳnh Thanh Trúc', mistaken: 'Võ Minh Khôi',
} as const;

/** Two judges for each entry. */
export const ASSIGNED = 2 * ENTRIES;
export const FINALISTS = 17;

/** One of them takes three entries at most. */
export const roster = `name,body,emails,agency,role,decision,max_load\n${JUDGES.map(([name, agency], i) => `${name},jury,${judgeAddress(i)},${agency},${name === named.chair ? 'Trưởng ban' : 'Thành viên'},012/QĐ-BTC,${name === named.silent ? 3 : ''}`).join('\n')}\n`;

const localized = (vi: string, en: string) => ({ vi, en });

/** The reference contest names its rounds; how they are judged is proposed in its notes. */
export function withJudging(contest: Contest): Contest {
  const rounds = contestSchema.shape.rounds.parse([
    {
      key: 'preliminary', name: contest.rounds[0]?.name ?? localized('Vòng sơ khảo', 'Preliminary round'),
      judging: {
        judges: 2, due: '2024-09-30T17:00:00+07:00', rubric: [
          { key: 'novelty', points: 30, name: localized('Tính mới, sáng tạo', 'Novelty') }, { key: 'effect', points: 25, name: localized('Tính thiết thực, hiệu quả', 'Practical effect') },
          { key: 'reach', points: 25, name: localized('Khả năng áp dụng, nhân rộng', 'Reach') }, { key: 'evidence', points: 15, name: localized('Minh chứng', 'Evidence') }, { key: 'form', points: 5, name: localized('Trình bày', 'Presentation') },
        ],
      },
      scoring: { tieBreak: ['effect', 'reach', 'novelty'], advance: { top: FINALISTS } },
    },
    {
      key: 'defence', name: contest.rounds[1]?.name ?? localized('Vòng bảo vệ ý tưởng', 'Idea-defence round'),
      judging: { judges: 7, due: '2024-11-26T17:00:00+07:00', rubric: [{ key: 'content', points: 60, name: localized('Nội dung', 'Content') }, { key: 'talk', points: 20, name: localized('Thuyết trình', 'Presentation') }, { key: 'answers', points: 20, name: localized('Trả lời câu hỏi', 'Answers') }] },
      scoring: { gap: null, tieBreak: ['content', 'answers'] },
    },
  ]);
  return { ...contest, rounds, press: ['toasoan@press.example.org'] };
}

/** Who wrote an entry: codes are given in the order in which entries arrive. */
export function authorOf(code: string | undefined): string {
  return entrants[Number(/-(\d+)-/.exec(code ?? '')?.[1]) - 1]?.author ?? '';
}
