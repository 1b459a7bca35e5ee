/** CLOCK_MONOTONIC in milliseconds: the same for every process of the machine, so that the sink's stamps fit. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
