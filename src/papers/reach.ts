/** How somebody who handed in papers is reached: by mail, or, without an address, by what letters are printed for. */
import type { Contest } from '../../schemas/contest.ts';

export type Reach = { email: string | null; phone: string | null; address: string | null };

const BY_PHONE = 'tel:';
const BY_POST = 'post:';

/** The address that letters about the entry bear: an email address, `tel:0900000811`, or `post:12 Ngô Quyền, Vị Thanh`. Null where there is no way at all. */
export function addressOf({ email, phone, address }: Reach): string | null {
  if (email !== null) return email.toLowerCase();
  if (phone !== null) return `${BY_PHONE}${phone.replace(/[^\d+]/g, '')}`;
  return address === null ? null : `${BY_POST}${address.replace(/\s+/g, ' ').trim().slice(0, 200)}`;
}

/** True where no mail reaches them: letters are printed. */
export function isOnPaper(address: string): boolean {
  return address.startsWith(BY_PHONE) || address.startsWith(BY_POST);
}

/** As staff read it in lists: "điện thoại 0900000811". An email address is itself. */
export function spokenAddress(address: string, locale: Contest['locale']): string {
  const vi = locale === 'vi';
  if (address.startsWith(BY_PHONE)) return `${vi ? 'điện thoại' : 'telephone'} ${address.slice(BY_PHONE.length)}`;
  return address.startsWith(BY_POST) ? `${vi ? 'địa chỉ' : 'address'} ${address.slice(BY_POST.length)}` : address;
}
