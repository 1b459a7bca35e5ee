/** What `status` says of troubles, as tests ask for it. */
import type { TroublePart } from '../../schemas/troubles.ts';
import type { TroubleStatus } from '../../src/store/status.ts';
import type { Status } from '../../src/store/status.ts';
import { until } from './until.ts';

type Asks = { status: () => Promise<Status> };

export function openTrouble(test: Asks, part: TroublePart, ms?: number): Promise<TroubleStatus> {
  return until(`an open trouble of ${part}`, async () => (await test.status().catch(() => null))?.troubles.find((t) => t.part === part && t.open) ?? null, ms);
}

export function healedTrouble(test: Asks, part: TroublePart, ms?: number): Promise<TroubleStatus> {
  return until(`the trouble of ${part} to be over`, async () => (await test.status().catch(() => null))?.troubles.find((t) => t.part === part && !t.open) ?? null, ms);
}

/** Seconds from begin to end. */
export function lengthOf({ since, endedAt }: TroubleStatus): number {
  return (Date.parse(endedAt ?? '') - Date.parse(since)) / 1_000;
}
