/** The parts of the service that may fail for a while and heal, as `status` and the alert letters name them. */
export const troubleParts = [
  'mailbox', // cannot be reached or read
  'mailbox-login', // refuses user or password
  'queue', // Redis does not take or give jobs
  'database', // PostgreSQL does not answer
  'storage', // a full or failing disk: the blob folder's or the database's
  'smtp', // letters cannot be handed over
  'smtp-login', // the outgoing server refuses user or password
  'parser', // the reading of mails fails for mail after mail
  'clock', // this machine's clock and the database's differ
  'backlog', // work waits though nothing keeps it from being done
  'loop', // a loop of this process makes no progress
] as const;
export type TroublePart = (typeof troubleParts)[number];

/** There is one mailbox for all hosts, so that whoever reads it ends its trouble; of all else each host has its own view. */
export const sharedParts: readonly TroublePart[] = ['mailbox', 'mailbox-login'];

/** The loops of a running service. */
export const loopNames = ['poll', 'relay', 'jobs'] as const;
export type LoopName = (typeof loopNames)[number];
