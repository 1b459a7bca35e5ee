/** Milliseconds of processor time that this process took so far. On a crowded machine the clock on the wall says more of the neighbours than of the code. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
