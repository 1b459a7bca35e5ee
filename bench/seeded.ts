/** Bytes that no program can compress, the same for the same seed. */
import { createCipheriv, createHash } from 'node:crypto';

export type Seeded = {
  bytes: (length: number) => Buffer;
  /** one of them, each as likely as the others */
  pick: <T>(of: readonly T[]) => T;
};

/** The key stream of AES-128 in counter mode: fast, incompressible, and nobody's secret. */
export function seeded(seed: string): Seeded {
  const key = createHash('sha256').update(seed).digest();
  const stream = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16, 32));
  const bytes = (length: number): Buffer => stream.update(Buffer.alloc(length));
  return { bytes, pick: (of) => of[bytes(4).readUInt32LE() % of.length] as (typeof of)[number] };
}
