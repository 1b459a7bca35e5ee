/** Labels by which people name the fields of an entry, folded. Data: a contest's own words come from its folder. */

export type LabelField = 'title' | 'kind' | 'area' | 'name' | 'authors' | 'unit' | 'position' | 'phone' | 'email' | 'declaration' | 'share' | 'other';

const labels: Record<LabelField, string[]> = {
  title: ['ten giai phap', 'ten sang kien', 'ten mo hinh', 'ten de tai', 'ten bai du thi', 'ten y tuong', 'ten san pham', 'ten bai', 'tieu de', 'giai phap du thi', 'sang kien du thi', 'mo hinh du thi',
    'ten mo hinh, sang kien, giai phap', 'ten mo hinh/sang kien/giai phap', 'ten giai phap du thi', 'ten sang kien du thi', 'ten mo hinh du thi', 'ten san pham du thi', 'bai du thi', 'giai phap', 'sang kien', 'mo hinh', 'de tai',
    'title', 'title of entry', 'entry title', 'name of entry', 'idea', 'project', 'project title', 'name of the idea', 'title of the idea'],
  kind: ['hinh thuc', 'hinh thuc du thi', 'hinh thuc dang ky', 'hinh thuc tham gia', 'loai hinh du thi', 'doi tuong', 'doi tuong du thi', 'loai du thi', 'entrant', 'entrant type', 'type of entrant', 'category of entrant', 'entering as'],
  area: ['linh vuc', 'linh vuc du thi', 'noi dung', 'noi dung du thi', 'noi dung cchc', 'noi dung cai cach hanh chinh', 'nhom noi dung', 'thuoc noi dung', 'thuoc linh vuc', 'area', 'areas', 'content area', 'category', 'topic', 'field'],
  name: ['ho va ten', 'ho ten', 'ho va ten tac gia', 'ten tac gia', 'tac gia', 'nguoi du thi', 'nguoi dang ky', 'nguoi dai dien', 'dai dien', 'ho ten tac gia', 'ten nguoi du thi', 'tac gia chinh', 'dong tac gia', 'nguoi lien he', 'thanh vien', 'truong nhom',
    'name', 'full name', 'author', 'author name', 'contact person', 'entrant name', 'applicant', 'co-author', 'member'],
  authors: ['nhom tac gia', 'danh sach tac gia', 'cac tac gia', 'thanh vien nhom', 'danh sach nhom tac gia', 'danh sach thanh vien', 'nhom tac gia gom', 'thanh vien nhom tac gia', 'authors', 'group members', 'team members', 'members'],
  unit: ['don vi', 'don vi cong tac', 'co quan', 'co quan cong tac', 'noi cong tac', 'co quan, don vi', 'co quan don vi', 'ten co quan', 'ten don vi', 'noi o', 'dia chi thuong tru', 'don vi du thi', 'tap the', 'ten tap the', 'cong ty', 'don vi/dia chi', 'co quan/don vi', 'cong tac tai',
    'unit', 'organisation', 'organization', 'agency', 'employer', 'department', 'office', 'company', 'school'],
  position: ['chuc vu', 'chuc danh', 'nghe nghiep', 'vi tri cong tac', 'position', 'job title', 'role'],
  phone: ['dien thoai', 'so dien thoai', 'dt', 'sdt', 'so dt', 'dien thoai lien he', 'di dong', 'dtdd', 'tel', 'dien thoai di dong', 'hotline', 'lien he', 'phone', 'telephone', 'mobile', 'phone number'],
  email: ['email', 'e-mail', 'thu dien tu', 'dia chi email', 'mail', 'hop thu', 'dia chi thu dien tu', 'email address'],
  declaration: ['cam ket', 'cam doan', 'loi cam doan', 'declaration'],
  share: ['ty le dong gop', 'ti le dong gop', 'ty le %', 'dong gop', 'share', 'contribution'],
  other: ['ngay sinh', 'nam sinh', 'trinh do', 'dia chi', 'ngay ap dung', 'ngay ap dung lan dau', 'thoi gian ap dung', 'kinh gui', 'cuoc thi', 'tom tat', 'mo ta', 'ghi chu', 'tep dinh kem', 'dinh kem', 'address', 'date of birth', 'summary', 'description', 'note', 'attachments', 'cccd', 'cmnd'],
};

const byLabel = new Map(Object.entries(labels).flatMap(([field, words]) => words.map((word) => [word, field as LabelField] as const)));

/** Fields that a label names, in its order: two for a joint label such as "Chức vụ - Đơn vị"; none where it is no label. */
export function fieldsOfLabel(folded: string): LabelField[] {
  const label = folded.replace(/^[-+*•\d.)\s(]+/, '').replace(/\s*\(.*?\)\s*/g, ' ').replace(/\s+\d+$/, '').replace(/\s+(cua (toi|em|chung toi|nhom)|khac)$/, '').trim();
  const one = byLabel.get(label);
  if (one) return [one];
  const parts = label.split(/\s*(?:[-–/,&]|\bva\b|\band\b)\s*/).map((p) => byLabel.get(p));
  return parts.length === 2 && parts.every((p) => p !== undefined) ? (parts as LabelField[]) : [];
}
