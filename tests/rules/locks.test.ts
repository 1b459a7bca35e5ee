import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCKS } from '../../src/store/locks.ts';

/** What each of these functions takes. */
const TAKES: Record<string, keyof typeof LOCKS> = {
  takeComparisonTurn: 'comparisons', tryComparisonTurn: 'comparisons', compareEntry: 'comparisons', takeTurn: 'registrations', takeTurnToAssign: 'assignments', takeResultsTurn: 'results', addApproval: 'approvals',
  beginErasure: 'erasures', addRequest: 'requests', threadOf: 'questions', takeTurnToSay: 'letters', maySay: 'letters',
};
const ORDER = Object.keys(LOCKS);

const sources = async (folder: string): Promise<[string, string][]> => {
  const files = (await readdir(folder, { recursive: true })).filter((f) => f.endsWith('.ts'));
  return Promise.all(files.map(async (f): Promise<[string, string]> => [join(folder, f), await readFile(join(folder, f), 'utf8')]));
};

/** Pairs that one function takes against the order; what it holds already may be taken again. */
const againstOrder = (source: string): string[] => source.split(/^}/m).flatMap((body) => {
  const taken: string[] = [];
  const wrong: string[] = [];
  for (const [, name] of body.matchAll(/(?:await |Promise\.all\(\[|\()(\w+)\(tx\b/g)) {
    const lock = TAKES[name ?? ''];
    if (lock === undefined || taken.includes(lock)) continue;
    wrong.push(...taken.filter((t) => ORDER.indexOf(t) > ORDER.indexOf(lock)).map((t) => `${t} before ${lock}`));
    taken.push(lock);
  }
  return wrong;
});

describe('turns', () => {
  it('have a number each: no two share one', () => {
    const numbers = Object.values(LOCKS);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('are numbered in the list alone', async () => {
    const found = [...await sources('src'), ...await sources('workers')].filter(([, text]) => /advisory_\w*lock\(\s*\d/.test(text) || /745_?20[12]_?\d{3}/.test(text)).map(([file]) => file);
    expect(found).toEqual([join('src', 'store', 'locks.ts')]);
  });

  it('are taken in the order of the list, wherever a function takes several', async () => {
    const found = (await sources('workers')).flatMap(([file, text]) => againstOrder(text).map((w) => `${file}: ${w}`));
    expect(found).toEqual([]);
  });

  it('would be found taken the wrong way round', () => {
    expect(againstOrder('async function a(tx) {\n  await takeTurn(tx);\n  await takeComparisonTurn(tx);\n}\n')).toEqual(['registrations before comparisons']);
  });
});
