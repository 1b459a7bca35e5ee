/** What the words round the name of an agency say: that it is a company that lies there, an address, or a place in another province. */
import type { AgencyWord } from './agency-words.ts';
import type { Mention } from './agency-phrases.ts';

/** Words that no mention covers, each run of them as " phong noi vu ": first = before all mentions. */
export type Surroundings = { runs: Run[]; all: string };
type Run = { start: number; end: number; keys: string; dashed: boolean };

export function surroundings(words: AgencyWord[], mentions: Mention[]): Surroundings {
  const runs: Surroundings['runs'] = [];
  const covered = new Set(mentions.flatMap((m) => Array.from({ length: m.end - m.start }, (_, i) => m.start + i)));
  words.forEach((word, i) => {
    if (covered.has(i)) return;
    const last = runs.at(-1);
    if (last !== undefined && !covered.has(i - 1) && !word.broken) {
      last.keys += `${word.key} `;
      last.end = i + 1;
    } else runs.push({ start: i, end: i + 1, keys: ` ${word.key} `, dashed: word.dashed });
  });
  return { runs, all: runs.map((r) => r.keys).join('|') };
}

const among = (text: string): RegExp => new RegExp(` (?:${text.trim().split(/\s*;\s*/).join('|')}) `);

/** Bodies that are no agency of the province, its districts or communes, wherever they lie: companies, banks, central agencies, party and mass organisations. */
const OUTSIDE = among(`cong ty; cty; tnhh; dntn; co phan; tap doan; hop tac xa; htx; to hop tac; ngan hang; agribank; vietcombank; bidv; vietinbank; nhcsxh; chinh sach xa hoi; giao dich; phong kham; cong chung; luat su;
  cong an; thue; tong cuc; cuc; cuc thong ke; kho bac; kbnn; bao hiem; bhxh; toa an; tand; vien kiem sat; vks; vksnd; quan su; chqs; bchqs; bo doi; bien phong; hai quan; thi hanh an; quan ly thi truong; qltt;
  buu dien; buu cuc; vnpt; viettel; mobifone; dien luc; khu cong nghiep; kcn; cum cong nghiep; ccn; nha may; xi nghiep; cua hang; sieu thi; cho; chi nhanh; khach san; nha hang; co so san xuat; hoi quan;
  huyen uy; thi uy; thanh uy; tinh uy; dang uy; chi bo; huyen doan; thi doan; thanh doan; tinh doan; doan thanh nien; doan tncs; doan xa; doan phuong; hoi lien hiep; hoi nong dan; hoi cuu chien binh; hoi phu nu; hoi lhpn; hlhpn; hoi chu thap do; hoi nguoi cao tuoi;
  lien doan lao dong; ldld; cong doan; mat tran; mttq; ubmttq; ubmttqvn`);
/** "Chi cục Kiểm lâm" belongs to a department, other cục to the ministries. */
const BRANCH = / chi cuc (?!thue |thong ke )/g;
/** Units of an agency with a name of their own: the agency must be named as such ("UBND", "Sở"), since a place only says where they lie. */
const UNIT = among('truong mam non; truong mau giao; truong tieu hoc; truong th; truong thcs; truong thpt; truong ptdt; truong pho thong; truong trung hoc; truong trung cap; truong cao dang; truong dai hoc; truong chinh tri; mam non; mau giao; tieu hoc; thcs; thpt; benh vien; bv; trung tam; ttyt; tram; ban quan ly; bql; thu vien; bao tang; dai; hat; hdnd');
const ADDRESS = /^ (?:ap|khu vuc|kv|khom|to dan pho|so|so nha|duong|hem|quoc lo|ql|nha|thon|nguoi dan|dan|ho dan|ho|nong dan|dia chi|d|\d+\w*) /;
/** What a unit or a post within an agency begins with. */
const WITHIN = / (?:phong|van phong|vp|ban|bo phan|doi|cong chuc|vien chuc|chuyen vien|can bo|chu tich|pho|truong phong|truong ban|lanh dao|giam doc|thuong truc|thanh tra|van thu|ke toan|noi cong tac|don vi|co quan|tai|ubnd|hdnd|nhan vien|cap|toi|em|cong tac|hien|dang|lam viec) /y;

export function isOutside({ all }: Surroundings): boolean {
  return OUTSIDE.test(all.replace(BRANCH, ' ')) || all.startsWith(' doanh nghiep ') || all.startsWith(' truong dai hoc ');
}

export function namesUnit({ all }: Surroundings): boolean {
  return UNIT.test(all) || / tt /.test(all.slice(0, 4));
}

export function startsAsAddress({ runs }: Surroundings): boolean {
  return runs.some((r) => (r.start === 0 && ADDRESS.test(r.keys)) || r.keys.includes(' ap '));
}

/** Whether what stands before word `end` are posts and units of an agency, as "Phòng Tư pháp" or "Công chức Văn phòng - Thống kê", and nothing else. */
export function isWithin({ runs }: Surroundings, end: number): boolean {
  return runs.filter((r) => r.start < end).every((r, i, all) => {
    WITHIN.lastIndex = 0;
    const before = all[i - 1];
    return WITHIN.test(r.keys) || (r.dashed && before?.end === r.start && / (?:phong|van phong|cong chuc) /.test(before.keys));
  });
}

/** Whether words follow at once that are no unit, post or address: "Sở Tài chính - Kế hoạch" is not surely Sở Tài chính. */
export function goesOn({ runs }: Surroundings, words: AgencyWord[], end: number): boolean {
  const next = runs.find((r) => r.start === end);
  if (next === undefined || (words[end]?.broken === true && !next.dashed)) return false;
  WITHIN.lastIndex = 0;
  return !WITHIN.test(next.keys) && !ADDRESS.test(next.keys) && !/^ (?:tinh|nam) /.test(next.keys);
}

/** A street or a house number between the words: what follows is where the agency lies. */
export function hasAddress({ runs }: Surroundings, after: number): boolean {
  return runs.some((r) => r.start >= after && / (?:duong|so|so nha|khu vuc|kv|ap|dia chi|dc|d|quoc lo|ql|\d+) /.test(r.keys));
}

/** The other provinces, in the forms of before and after 2025. */
const PROVINCES = new Set(`an giang;ba ria;ba ria vung tau;vung tau;bac giang;bac kan;bac lieu;bac ninh;ben tre;binh dinh;binh duong;binh phuoc;binh thuan;ca mau;can tho;cao bang;da nang;dak lak;dac lac;dak nong;dien bien;dong nai;dong thap;gia lai;
ha giang;ha nam;ha noi;ha tinh;hai duong;hai phong;hoa binh;hue;hung yen;khanh hoa;kien giang;kon tum;lai chau;lam dong;lang son;lao cai;long an;nam dinh;nghe an;ninh binh;ninh thuan;phu tho;phu yen;quang binh;quang nam;quang ngai;quang ninh;quang tri;
soc trang;son la;tay ninh;thai binh;thai nguyen;thanh hoa;thua thien hue;tien giang;tra vinh;tuyen quang;vinh long;vinh phuc;yen bai;ho chi minh;sai gon;hcm;tphcm`.split(/;\s*/));

const NO_PLACE = new Set(['tinh uy', 'tinh doan', 'tinh hoi', 'tinh doi', 'tinh nha', 'tinh gian', 'tinh toan', 'tinh hinh', 'huyen uy', 'huyen doan', 'huyen doi', 'xa hoi', 'xa vien', 'xa doi', 'xa doan', 'phuong doi', 'phuong doan', 'phuong an', 'phuong phap', 'phuong thuc', 'phuong tien', 'phuong huong', 'phuong cham', 'phuong dien']);
const NO_PLACE_BEFORE = new Set(['tac xa', 'dia phuong', 'doi phuong']);

/** Another province that stands among these words by itself or behind "tỉnh" or "TP", folded: "kien giang". Null where none does. */
export function provinceNamed({ runs }: Surroundings): string | null {
  const named = runs.map((r) => r.keys.trim().replace(/^(?:tinh|tp) /, '')).find((name) => PROVINCES.has(name));
  if (named !== undefined) return named;
  const behind = runs.flatMap((r) => [...r.keys.matchAll(/ (?:tinh|tp) (?=(\S+ \S+) )/g)].map((m) => m[1] ?? ''));
  return behind.find((name) => PROVINCES.has(name)) ?? null;
}

/** A place is named that no mention covers ("tỉnh Kiên Giang", "huyện Tân Phú"): then it is not ours. */
export function namesOtherPlace(words: AgencyWord[], mentions: Mention[], { runs }: Surroundings): boolean {
  if (runs.some((r) => PROVINCES.has(r.keys.trim().replace(/^(?:tinh|tp) /, '')))) return true;
  const starts = new Set(mentions.map((m) => m.start));
  const covered = (i: number): boolean => mentions.some((m) => i >= m.start && i < m.end);
  return words.some((word, i) => {
    const next = words[i + 1];
    if (word.place && word.key === 'quan' && next?.broken === false) return true;
    if (!word.place || covered(i) || next === undefined || next.broken || next.place || starts.has(i + 1)) return false;
    return !NO_PLACE.has(`${word.key} ${next.key}`) && !NO_PLACE_BEFORE.has(`${words[i - 1]?.key ?? ''} ${word.key}`);
  });
}
