/** What stands where a name, an address or a text was. */
export const ERASED = 'đã xóa theo yêu cầu';
