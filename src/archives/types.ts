/** Kinds of containers by what detectType calls them. Light: the service asks it too, which loads no reader. */

export const zipTypes = ['zip', 'jar'];
/** What 7-Zip reads, and people send. */
export const packedTypes = ['7z', 'rar', 'tar', 'gz', 'tar.gz', 'bz2', 'tar.bz2', 'xz', 'tar.xz', 'cab', 'arj', 'lzh', 'zst'];
export const tnefTypes = ['tnef'];

/** True for an archive, which may hold much; winmail.dat is as large as it looks. */
export function isArchive(detectedType: string): boolean {
  return zipTypes.includes(detectedType) || packedTypes.includes(detectedType);
}
