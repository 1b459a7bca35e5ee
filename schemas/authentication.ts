/** What is known of the address a mail says it is from: whether the domain that it names lets it be sent so (DMARC, RFC 7489). */

/** none = nobody knows: no record, no statement, no answer in time. */
export type SenderAuthentication = 'pass' | 'fail' | 'none';

export type Authentication = {
  result: SenderAuthentication;
  /** whose word it is: our own receiving server's, or what we found ourselves; null = nobody is asked */
  by: 'server' | 'mailauth' | null;
  /** short, for staff */
  why: string;
};
