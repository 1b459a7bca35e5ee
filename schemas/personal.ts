/** Personal data: the words that tables, commands and letters share. Plain JSON. */

/** What people may ask about data of theirs (Law 91/2025/QH15): a copy, erasure, taking consent back, restriction, objection, correction. */
export const personRequestKinds = ['access', 'erase', 'withdraw-consent', 'restrict', 'object', 'correct'] as const;
export type PersonRequestKind = (typeof personRequestKinds)[number];

/** Rows emptied by an erasure, and rows of others in which it took words out. */
export type ErasedCounts = { messages: number; documents: number; letters: number; entries: number; /** entries that others remain in */ shared: number; redacted: number };
