/** What every measure is given. */
import type { Stand } from '../stand/stand.ts';

export type Bench = {
  stand: Stand;
  seed: string;
  /** one line of progress, for whoever watches */
  say: (line: string) => void;
  /** notes the share of the machine that other programs used during a measured run */
  disturbed: (share: number) => void;
};
