/** Where the parts of an office file lie (ECMA-376 part 2, 9.3). */
import { attribute, walkXml } from './xml.ts';
import type { OfficeZip } from './zip.ts';

/** Targets by id of the relations of one part, as names of entries. */
export async function relations(zip: OfficeZip, part: string): Promise<Map<string, string>> {
  const slash = part.lastIndexOf('/') + 1;
  const targets = new Map<string, string>();
  await walkXml(zip.pieces(`${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`), {
    open: (name, a) => {
      if (name !== 'Relationship' || targets.size >= 10_000) return;
      targets.set(attribute(a, 'Id') ?? '', resolve(part.slice(0, slash), attribute(a, 'Target') ?? ''));
    },
  });
  return targets;
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path = folder.split('/').slice(0, -1);
  for (const step of target.split('/').slice(0, 20)) {
    if (step === '..') path.pop();
    else if (step !== '.') path.push(step);
  }
  return path.join('/');
}
