import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { agenciesCommand } from '../../workers/cli/agencies.ts';
import { approvalsCommand } from '../../workers/cli/approvals.ts';
import { auditCommand } from '../../workers/cli/audit.ts';
import { contestCommand } from '../../workers/cli/contest.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { judgesCommand } from '../../workers/cli/judges.ts';
import { originalityCommand } from '../../workers/cli/originality.ts';
import { resultsCommand } from '../../workers/cli/results.ts';
import { checkNames, planItemsOf } from '../../src/checks/index.ts';

const commands: Record<string, Command> = Object.fromEntries([agenciesCommand(), approvalsCommand(), auditCommand(), contestCommand(), entriesCommand(), judgesCommand(), originalityCommand(), resultsCommand()].map((c) => [c.name(), c]));
const text = readFileSync('docs/plan-coverage.md', 'utf8');
const [items = '', checks = ''] = text.split('## The checks');
const rows = (part: string): string[][] => part.split('\n').filter((l) => /^\| [`\d]/.test(l)).map((l) => l.split('|').slice(1, -1).map((c) => c.trim()));

describe('docs/plan-coverage.md', () => {
  it('names every item of the plan once, in order', () => {
    expect(rows(items).map(([n]) => Number(n))).toEqual(Array.from({ length: 57 }, (_, i) => i + 1));
    expect(rows(items).filter((r) => r.length !== 4 || r.some((c) => c === ''))).toEqual([]);
  });

  it('names files that exist, and a test for whatever it calls met', () => {
    const named = [...text.matchAll(/`?((?:src|tests|docs|contests|workers|schemas)\/[\w./-]+\.\w+)`?/g)].map((m) => m[1] ?? '');
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
    expect(rows(items).filter(([, , , shown = '']) => !shown.startsWith('`tests/')).map(([n]) => n)).toEqual([]);
  });

  it('names commands that exist', () => {
    const named = [...items.matchAll(/`(?:mailroom )?([a-z]+) ([a-z-]+(?: [a-z-]+)?)[^`]*`/g)].flatMap(([, first = '', rest = '']) => (Object.hasOwn(commands, first) ? [[first, ...rest.split(' ')]] : []));
    expect(named.length).toBeGreaterThan(25);
    const unknown = named.filter(([first = '', second = '', third]) => {
      const sub = commands[first]?.commands.find((c) => c.name() === second);
      // What follows may be an argument instead: `approvals propose launch`.
      return sub === undefined || (third !== undefined && sub.commands.length > 0 && !sub.commands.some((c) => c.name() === third));
    });
    expect(unknown).toEqual([]);
  });

  it('says of each item how it stands', () => {
    expect(rows(items).filter(([, , how = '']) => !/^(?:met|part)\b/.test(how)).map(([n]) => n)).toEqual([]);
    expect(text).not.toMatch(/not yet|is work of/i);
  });

  it('gives each check the items that the code gives it, and names no check that is none', () => {
    expect(rows(checks).map(([name = '', served = '']) => [name.replaceAll('`', ''), served.split(', ').map(Number)])).toEqual(checkNames.map((name) => [name, [...planItemsOf(name)]]));
    const spoken = rows(items).flatMap(([n, , how = '', shown = '']) => [...how.matchAll(/checks? `([a-z-]+)`/g)].map((m) => ({ n: Number(n), check: m[1] ?? '', shown })));
    expect(spoken.filter(({ n, check }) => !planItemsOf(check).includes(n))).toEqual([]);
    expect(checkNames.filter((name) => !items.includes(`\`${name}\``))).toEqual(['agreement']);
  });

  it('is served for each item that a check claims', () => {
    for (const name of checkNames) for (const n of planItemsOf(name)) expect(rows(items)[n - 1]?.[2], `${name} ${n}`).not.toMatch(/^not yet/);
  });
});
