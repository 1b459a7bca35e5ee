/** Contest time. Made in workers/main.ts, moved by tests and the demo; never used for leases or backoff. */
export type Clock = () => Date;
