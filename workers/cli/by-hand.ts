/** What commands that change something and write letters need of the service. */
import type { ByHand } from '../by-hand/change.ts';
import { required } from '../environment.ts';
import { contestInForce, environment, writerOf } from './context.ts';

export async function byHand(): Promise<ByHand> {
  const env = environment();
  const { SECRET_KEY } = required(env, ['SECRET_KEY']);
  const loaded = await contestInForce();
  return { loaded, writer: await writerOf(loaded), secretKeys: SECRET_KEY, dryRun: false };
}
