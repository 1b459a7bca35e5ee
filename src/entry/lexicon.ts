/** Labels by which people name the fields of an entry, folded. Data: a contest adds its own words in contest.yaml (labels). */
import type { Contest, LabelField } from '../../schemas/contest.ts';
import { fold } from '../vietnamese/fold.ts';

const labels: Record<LabelField, string[]> = {
  title: ['ten giai phap', 'ten sang kien', 'ten mo hinh', 'ten de tai', 'ten bai du thi', 'ten y tuong', 'ten san pham', 'ten bai', 'tieu de', 'giai phap du thi', 'sang kien du thi', 'mo hinh du thi', 'y tuong du thi',
    'ten mo hinh, sang kien, giai phap', 'ten mo hinh/sang kien/giai phap', 'ten sang kien, giai phap', 'ten sang kien/giai phap', 'ten sang kien, giai phap, mo hinh', 'ten giai phap du thi', 'ten sang kien du thi', 'ten mo hinh du thi', 'ten san pham du thi', 'ten bai thi', 'ten giai phap, sang kien',
    'ten mo hinh, sang kien, giai phap du thi', 'ten cua giai phap', 'ten cua sang kien', 'ten cua mo hinh', 'ten du an', 'ten de an', 'ten san pham/giai phap', 'bai du thi', 'giai phap', 'sang kien', 'mo hinh', 'de tai', 'y tuong',
    'title', 'title of entry', 'entry title', 'name of entry', 'idea', 'project', 'project title', 'name of the idea', 'title of the idea', 'title of the initiative', 'name of the initiative', 'title of the solution', 'proposed solution'],
  kind: ['hinh thuc', 'hinh thuc du thi', 'hinh thuc dang ky', 'hinh thuc dang ky du thi', 'hinh thuc tham gia', 'loai hinh du thi', 'loai hinh', 'doi tuong', 'doi tuong du thi', 'doi tuong tham gia', 'loai du thi', 'tu cach du thi', 'du thi voi tu cach', 'dang ky du thi theo hinh thuc', 'entrant', 'entrant type', 'type of entrant', 'category of entrant', 'entering as', 'type of entry', 'way of entering', 'entry type', 'kind of entry', 'type of participation', 'type'],
  area: ['linh vuc', 'linh vuc du thi', 'noi dung', 'noi dung du thi', 'noi dung dang ky', 'noi dung dang ky du thi', 'noi dung cchc', 'noi dung cai cach hanh chinh', 'noi dung cai cach', 'nhom noi dung', 'thuoc noi dung', 'thuoc linh vuc', 'thuoc noi dung so', 'noi dung so', 'linh vuc cchc', 'linh vuc cai cach', 'linh vuc cai cach hanh chinh', 'linh vuc dang ky',
    'area', 'areas', 'content area', 'category', 'topic', 'field'],
  name: ['ho va ten', 'ho ten', 'ho va ten tac gia', 'ten tac gia', 'tac gia', 'nguoi du thi', 'nguoi dang ky', 'nguoi dai dien', 'dai dien', 'ho ten tac gia', 'ten nguoi du thi', 'tac gia chinh', 'dong tac gia', 'nguoi lien he', 'thanh vien', 'truong nhom', 'nhom truong', 'ho va ten nguoi du thi', 'ho ten nguoi du thi', 'ho, ten', 'ho va ten truong nhom',
    'ho ten nguoi dai dien', 'ho va ten nguoi dai dien', 'dai dien nhom', 'dai dien nhom tac gia', 'dai dien tap the', 'ten thanh vien', 'ho ten thanh vien', 'ho va ten thanh vien', 'tac gia/dai dien', 'tac gia du thi', 'chu nhiem', 'chu nhiem de tai', 'toi ten la', 'toi la', 'ten toi la', 'ten',
    'name', 'full name', 'author', 'author name', 'contact person', 'entrant name', 'applicant', 'co-author', 'member', 'representative', 'lead author', 'team leader'],
  authors: ['nhom tac gia', 'danh sach tac gia', 'cac tac gia', 'thanh vien nhom', 'danh sach nhom tac gia', 'danh sach thanh vien', 'nhom tac gia gom', 'thanh vien nhom tac gia', 'nhom du thi', 'nhom tac gia du thi', 'nhom tac gia gom co', 'thong tin nhom tac gia', 'thong tin tac gia', 'cac thanh vien', 'nhom thuc hien', 'authors', 'group members', 'team members', 'members'],
  unit: ['don vi', 'don vi cong tac', 'co quan', 'co quan cong tac', 'noi cong tac', 'noi lam viec', 'co quan, don vi', 'co quan don vi', 'co quan, don vi cong tac', 'ten co quan', 'ten don vi', 'noi o', 'noi thuong tru', 'dia chi thuong tru', 'don vi du thi', 'tap the', 'ten tap the', 'ten tap the du thi', 'tap the du thi', 'cong ty', 'don vi/dia chi', 'co quan/don vi', 'cong tac tai', 'lam viec tai',
    'ten co quan, don vi', 'co quan, to chuc', 'ten doanh nghiep', 'doanh nghiep', 'ten don vi du thi', 'noi cong tac hoac noi thuong tru', 'noi cong tac/noi o', 'noi cong tac (hoac noi thuong tru)', 'don vi cong tac hoac noi cu tru', 'don vi hoac noi cu tru', 'noi cu tru', 'truong', 'don vi (phong, ban)', 'phong, ban', 'co quan chu quan',
    'unit', 'organisation', 'organization', 'agency', 'employer', 'department', 'office', 'company', 'school', 'workplace', 'place of work'],
  position: ['chuc vu', 'chuc danh', 'nghe nghiep', 'vi tri cong tac', 'chuc vu, don vi', 'chuc vu hien nay', 'chuc vu/nghe nghiep', 'chuc danh/nghe nghiep', 'chuc vu, chuc danh', 'chuc vu/chuc danh', 'vi tri viec lam', 'position', 'job title', 'role', 'occupation'],
  phone: ['dien thoai', 'so dien thoai', 'dt', 'sdt', 'so dt', 'dien thoai lien he', 'so dien thoai lien he', 'dt lien he', 'sdt lien he', 'di dong', 'dtdd', 'tel', 'dien thoai di dong', 'dien thoai/zalo', 'zalo', 'hotline', 'lien he', 'so lien he', 'so may', 'phone', 'telephone', 'mobile', 'phone number', 'contact number'],
  email: ['email', 'e-mail', 'thu dien tu', 'dia chi email', 'mail', 'gmail', 'hop thu', 'email lien he', 'dia chi thu dien tu', 'hop thu dien tu', 'dia chi e-mail', 'dia chi mail', 'email address', 'e-mail address'],
  declaration: ['cam ket', 'cam doan', 'loi cam doan', 'loi cam ket', 'cam ket cua tac gia', 'cam ket chua cong bo', 'declaration', 'not published before'],
  share: ['ty le dong gop', 'ti le dong gop', 'ty le %', 'dong gop', 'ty le', 'ty le % dong gop', 'ti le % dong gop', 'muc dong gop', '% dong gop', 'phan tram dong gop', 'share', 'contribution'],
  firstApplied: ['ngay ap dung', 'ngay ap dung lan dau', 'thoi gian ap dung', 'thoi diem ap dung', 'ngay ap dung lan dau hoac ap dung thu', 'ngay ap dung thu', 'thoi gian ap dung lan dau', 'bat dau ap dung', 'ap dung tu', 'ap dung tu ngay', 'ngay sang kien duoc ap dung lan dau', 'ngay sang kien duoc ap dung lan dau hoac ap dung thu', 'thoi gian bat dau ap dung', 'ap dung lan dau', 'first applied', 'date first applied', 'first used', 'in use since'],
  inheritsFrom: ['ke thua', 'ke thua tu', 'san pham ke thua', 'ke thua san pham', 'ke thua tu san pham', 'ke thua, cai tien tu', 'cai tien tu', 'giai phap ke thua', 'phat trien tu', 'so sanh voi san pham ke thua', 'inherits from', 'based on', 'builds on', 'derived from'],
  evidence: ['minh chung', 'tai lieu minh chung', 'tai lieu kem theo', 'minh chung kem theo', 'ho so kem theo', 'tai lieu gui kem', 'evidence', 'supporting documents'],
  other: ['ngay sinh', 'nam sinh', 'ngay thang nam sinh', 'ngay, thang, nam sinh', 'gioi tinh', 'dan toc', 'trinh do', 'trinh do chuyen mon', 'hoc vi', 'dia chi', 'dia chi lien he', 'kinh gui', 'cuoc thi', 'tom tat', 'mo ta', 'ghi chu', 'tep dinh kem', 'dinh kem', 'so cccd', 'quoc tich', 'fax', 'website', 'so thu tu', 'stt', 'tt', 'ky ten', 'chu ky', 'xac nhan', 'ngay cap', 'noi cap', 'hieu qua', 'tinh moi', 'thuc trang', 'muc tieu', 'pham vi ap dung', 'doi tuong ap dung', 'kha nang ap dung', 'noi nhan',
    'address', 'date of birth', 'gender', 'summary', 'description', 'note', 'attachments', 'cccd', 'cmnd', 'signature', 'date', 'no'],
};

/** Fields that a label names as it is written, in its order: several for a joint label such as "Chức vụ - Đơn vị"; none where it is no label. */
export type Lexicon = (words: string) => LabelField[];

const usual = tableOf(labels);
const known = new WeakMap<Contest, Lexicon>();

/** The usual labels and the contest's own. */
export function lexiconOf(contest: Contest): Lexicon {
  let lexicon = known.get(contest);
  if (lexicon === undefined) known.set(contest, lexicon = lookIn(new Map([...usual, ...tableOf(contest.labels)])));
  return lexicon;
}

function tableOf(words: Partial<Record<LabelField, string[]>>): Map<string, LabelField> {
  return new Map(Object.entries(words).flatMap(([field, list]) => list.map((word) => [fold(word), field as LabelField] as const)));
}

/** Two or three labels in one, as "Họ tên, chức vụ, đơn vị". */
const JOINT = /\s*(?:[-–/,;&+]|\bva\b|\band\b|\bhoac\b)\s*/;

const LONGEST = 120;

function lookIn(table: Map<string, LabelField>): Lexicon {
  return (words) => {
    // Every cell and every beginning of a line comes here; few can be labels.
    if (words.length > LONGEST) return [];
    const label = bare(fold(words));
    const one = table.get(label) ?? table.get(label.replace(/\s*\(.*?\)\s*/g, ' ').trim());
    if (one) return [one];
    const parts = label.replace(/\s*\(.*?\)\s*/g, ' ').trim().split(JOINT).map((p) => table.get(p.trim()));
    if (parts.length < 2 || parts.length > 4 || parts.some((p) => p === undefined)) return [];
    const fields = [...new Set(parts as LabelField[])];
    return fields;
  };
}

/** Without numbering before it, and without "của tôi", "(nếu có)", a number or stars behind it. */
function bare(folded: string): string {
  return folded.replace(/^[-+*•–\d.)\s(]+|^[ivx]{1,4}[.)]\s*|^[a-z][.)]\s+/, '').replace(/[\s:*.]+$/, '').replace(/\s*\((neu co|bat buoc|\*+)\)$/, '').replace(/\s+(thu )?\d{1,2}$/, '')
    .replace(/\s+(cua (toi|em|chung toi|nhom|tac gia)|khac|neu co)$/, '').trim();
}
