/** People as forms hold them. */
import type { LabelField } from '../../schemas/contest.ts';
import type { Author } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { hasFamilyName, POSITION, UNIT } from './offices.ts';
import { emailsIn, phonesIn } from './values.ts';

export const MAX_AUTHORS = 50;

export type Found = { authors: Author[]; /** which of them heads the group; null where that is not said */ head: number | null; /** by lines of their own: what stands behind a name is said of that author */ byLines?: true; line: number };

const HONORIFIC = /^(?:(?:ông|bà|anh|chị|cô|thầy|đ\/c|đồng chí|bs|ts|ths|cn|ks|gs|pgs|mr|mrs|ms|dr)(?:\.\s*|\s+))+/iu;

/** "Nguyễn Văn A (nhóm trưởng), Trần Thị B và Lê C": the names, without forms of address and remarks. */
export function namesIn(value: string): string[] {
  const names = value.slice(0, 2_000).replace(/\([^()]*\)/g, ' ').split(/\s*[,;&\n/]\s*|\s+(?:và|va|and)\s+|\s+[-–]\s+/u)
    .map((n) => n.replace(/^[-+*•\d.)\s]+/, '').replace(HONORIFIC, '').replace(/[\s.:]+$/, '').replace(/\s+/g, ' ').trim()).filter(isName).filter((n) => !POSITION.test(fold(n)) && (!UNIT.test(fold(n)) || hasFamilyName(fold(n))));
  // Behind a name stand posts and places as often as further names: "TRẦN THỊ B - TRƯỞNG PHÒNG, HẬU GIANG".
  const vietnamese = hasFamilyName(fold(names[0] ?? ''));
  return names.filter((n, i) => i === 0 || !vietnamese || (hasFamilyName(fold(n)) && !PLACE.test(fold(n))));
}

/** Provinces and towns that begin like a family name. */
const PLACE = /^(hau giang|vi thanh|vi thuy|long my|chau thanh|phung hiep|nga bay|can tho|ha noi|ho chi minh|tien giang|an giang|kien giang|bac lieu|ca mau|dong thap|vinh long|tra vinh|soc trang|ben tre|long an|da nang|hai phong)\b/;

/** Two to seven words, each with a capital first letter. */
export function isName(text: string): boolean {
  const words = text.split(/\s+/);
  return text.length <= 80 && words.length >= 2 && words.length <= 7 && words.every((w) => /^\p{Lu}[\p{L}.’'-]*$/u.test(w)) && !NOT_A_PERSON.test(text);
}

/** Bodies whose names look like a person's. */
const NOT_A_PERSON = /^(?:sở|ubnd|ủy ban|uỷ ban|phòng|ban|văn phòng|trường|công ty|trung tâm|xã|phường|huyện|thị trấn|thị xã|thành phố|hội|chi cục|cục|bệnh viện|đoàn thanh niên|người|nhóm|tập thể)\s/iu;

/** An author of whom nothing but a name is known. */
export function nobody(name: string): Author {
  return { name, unit: null, position: null, phone: null, email: null, share: null };
}

/** What is known of an author is not overwritten. */
export function tell(author: Author | undefined, field: LabelField, value: string): void {
  if (!author || value === '') return;
  if (field === 'unit') author.unit ??= oneLine(value);
  if (field === 'position') author.position ??= oneLine(value);
  if (field === 'phone') author.phone ??= phonesIn(value)[0] ?? null;
  if (field === 'email') author.email ??= emailsIn(value)[0] ?? null;
  if (field === 'share') author.share ??= shareIn(value);
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

/** Per cent, 1 to 100; null for anything else. */
function shareIn(value: string): number | null {
  const number = Number(/\d{1,3}(?:[.,]\d{1,2})?/.exec(value)?.[0]?.replace(',', '.') ?? Number.NaN);
  return number > 0 && number <= 100 ? number : null;
}
