/** An agency that entrants may come from: a line of agencies.csv, and a row of the registry. */

export const agencyKinds = ['province', 'department', 'body', 'city', 'town', 'district', 'ward', 'township', 'commune'] as const;
/** department = sở; body = any other body; city, town, district = thành phố, thị xã, huyện; ward, township, commune = phường, thị trấn, xã. */
export type AgencyKind = (typeof agencyKinds)[number];

export type Agency = {
  /** lower-case letters, digits and hyphens; never changed, since entries name it */
  id: string;
  /** the full name as written officially, NFC */
  name: string;
  kind: AgencyKind;
  /** id of the agency it belongs to; null = none */
  parent: string | null;
  /** other names people write; abbreviations of UBND, TP, TX, TT, H., P. and X. need none */
  aliases: string[];
  /** the first and the last day on which it exists, ISO dates; null = not known. It ends with its parent. */
  validFrom: string | null;
  validTo: string | null;
  /** where the line comes from */
  source: string | null;
};
