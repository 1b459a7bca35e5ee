/** A disk of a few megabytes that a test can fill, where it may mount one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  dir: string;
  /** fills it but for so many bytes */
  fill: (leave?: number) => Promise<void>;
  /** makes room again */
  free: () => Promise<void>;
  remove: () => Promise<void>;
};

/** @param owner user and group id of the folder; the test's own where none is given */
export async function smallDisk(bytes: number, owner?: { uid: number; gid: number }): Promise<SmallDisk> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0750${owner ? `,uid=${owner.uid},gid=${owner.gid}` : ''}`, 'mailroom-test', dir]);
  const filler = join(dir, 'filler');
  return {
    dir,
    fill: async (leave = 0) => {
      const { bavail, bsize } = await statfs(dir);
      await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    },
    free: () => rm(filler, { force: true }),
    remove: async () => {
      execFileSync('umount', ['-l', dir]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Why no small disk can be mounted here, or null. */
export const smallDiskMissing: string | null = (() => {
  if (process.getuid?.() !== 0) return 'only root may mount a disk';
  const probe = spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=4096 mailroom-test "$d" && umount "$d"; code=$?; rmdir "$d"; exit $code']);
  return probe.status === 0 ? null : `mounting is not allowed here (${probe.stderr?.toString().trim()})`;
})();
