/** Words by which posts, offices and places are told from people, folded. */

/** What somebody is. */
export const POSITION = /^(chuyen vien|truong (phong|ban|nhom|khoa|bo phan|don vi|ap|khu vuc|trung tam)|pho|giam doc|chu tich|ke toan|cong chuc|vien chuc|can bo|nhan vien|giao vien|giang vien|bac si|y si|dieu duong|duoc si|chanh|bi thu|thu ky|thu quy|van thu|hieu truong|uy vien|ky su|luat su|nong dan|sinh vien|hoc sinh|chi cuc truong|cuc truong|to truong|doi truong|manager|director|officer|teacher|clerk|engineer|head|specialist|student|farmer)\b/;
/** Where somebody works. */
export const UNIT = /^(so|ubnd|uy ban|phong|ban|van phong|trung tam|truong (th|thcs|thpt|tieu hoc|trung hoc|mam non|mau giao|dai hoc|cao dang|trung cap|chinh tri)|cong ty|doanh nghiep|hop tac xa|htx|chi cuc|cuc|hoi|doan|vien|toa an|cong an|bao hiem|kho bac|thanh tra|ngan hang|benh vien|tram|xa|phuong|thi tran|huyen|thi xa|thanh pho|tinh|tinh uy|huyen uy|lien doan|department|office of|ministry|school|company|university|centre|center|committee|hospital)\b/;

const FAMILY_NAMES = new Set(('an au banh bach be bien bui ca cam can cao chau chu chung chuong co cong cu cung dam dan dang danh dao dau dinh do doan doi dong du duong gia giang giap ha han ho hoang hong hua hung huynh kha khang khong khuat khuong kieu kim ky la lai lam lang le lieu lo loi lu luc luong luu luyen ly ma mac mai man mau minh mong nghe nghiem ngo nguy nguyen nham nhan nhu nong nung o on ong pham phan phi pho phu phung phuong quach quan quang son ta tan tang tao thach thai than thang thanh thao thi thieu thoi tiet tieu to ton tong tra tran trang trieu trinh truong tu tuong ung uong van vi vien vinh vo vu vuong vuu xa y yen').split(' '));

/** Whether a name begins with a family name of Vietnam. */
export function hasFamilyName(foldedName: string): boolean {
  return FAMILY_NAMES.has(foldedName.split(' ')[0] ?? '');
}
