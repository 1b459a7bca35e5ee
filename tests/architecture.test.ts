import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

type Source = { path: string; text: string; code: string; imports: string[] };

const sources: Source[] = ['src', 'workers', 'schemas'].flatMap(filesBelow).filter((path) => path.endsWith('.ts')).map((path) => {
  const text = readFileSync(path, 'utf8');
  return { path, text, code: withoutComments(text), imports: [...text.matchAll(/(?:from|import) '([^']+)'/g)].map((m) => m[1] ?? '') };
});

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/^\s*\/\/.*$/gm, '');
}

/** The folder that owns a file: the parts of the import rule. */
function layerOf(path: string): 'schemas' | 'pure' | 'store' | 'edges' | 'workers' {
  if (path.startsWith('schemas/')) return 'schemas';
  if (path.startsWith('workers/')) return 'workers';
  if (path.startsWith('src/store/')) return 'store';
  return path.startsWith('src/edges/') ? 'edges' : 'pure';
}

const mayImport = {
  schemas: ['schemas'], pure: ['schemas', 'pure'], store: ['schemas', 'pure', 'store'], edges: ['schemas', 'pure', 'edges'], workers: ['schemas', 'pure', 'store', 'edges', 'workers'],
};
const inputOutput = /^(bullmq|ioredis|pg|drizzle-orm|imapflow|nodemailer|smtp-server|pino)(\/|$)|^node:(fs|net|tls|http|https|child_process|dns)(\/|$)/;
/** A pure function that happens to be published inside a package of input and output. */
const pureInside = 'nodemailer/lib/addressparser/index.js';

const violations = (check: (source: Source) => string[]): string[] => sources.flatMap((s) => check(s).map((what) => `${s.path}: ${what}`));

describe('the shape of the tree', () => {
  it('lets imports flow one way: workers to store and edges, those to pure code, all to schemas', () => {
    expect(violations((s) => s.imports.filter((i) => i.startsWith('.')).map((i) => normalize(join(dirname(s.path), i)))
      .filter((target) => !mayImport[layerOf(s.path)].includes(layerOf(target))).map((target) => `may not import ${target}`))).toEqual([]);
  });

  it('has no circle of files that need each other to work; types may know each other, and the tables are one', () => {
    const needs = new Map(sources.map((s) => [s.path, [...s.text.matchAll(/^(?:import|export) (?!type\b)([^;]*?)from '(\.[^']+)'/gms)]
      .filter((m) => !/^\{(?:\s*type \w+(?: as \w+)?,?)+\s*\}\s*$/.test(m[1] ?? '')).map((m) => normalize(join(dirname(s.path), m[2] ?? '')))]));
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (path: string, above: string[]): void => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' -> '));
      if (done.has(path) || above.includes(path)) return;
      for (const next of needs.get(path) ?? []) walk(next, [...above, path]);
      done.add(path);
    };
    for (const path of needs.keys()) walk(path, []);
    expect(circles.filter((c) => !c.startsWith('schemas/'))).toEqual([]);
  });

  it('keeps input and output out of pure code', () => {
    expect(violations((s) => (layerOf(s.path) === 'pure' ? s.imports.filter((i) => inputOutput.test(i) && i !== pureInside) : []))).toEqual([]);
  });

  it('has SQL in the store alone', () => {
    expect(violations((s) => (layerOf(s.path) === 'workers' ? s.imports.filter((i) => i.startsWith('drizzle-orm')) : []))).toEqual([]);
  });

  it('asks for the time and the environment in the command line alone', () => {
    expect(violations((s) => (s.path.startsWith('workers/cli/') ? [] : [...s.code.matchAll(/new Date\(\)|Date\.now\(\)|process\.env/g)].map((m) => m[0])))).toEqual([]);
  });

  it('silences neither compiler nor linter', () => {
    const marks = new RegExp(['@ts-', '(?:ox|es)lint-', String.raw`\bas `, ': '].map((start, i) => start + (['(?:ignore|expect-error|nocheck)', 'disable', String.raw`any\b`, String.raw`any\b`][i] ?? '')).join('|'), 'g');
    expect(violations((s) => [...s.code.matchAll(marks)].map((m) => m[0]))).toEqual([]);
  });

  it('has files that fit the head: none above 300 lines, half of them at most 60', () => {
    const lengths = sources.map((s) => s.text.split('\n').length).sort((a, b) => a - b);
    expect(violations((s) => (s.text.split('\n').length > 300 ? [`${s.text.split('\n').length} lines`] : []))).toEqual([]);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
  });

  it('ends every handler of a job in the map, and names every job once', async () => {
    const { jobNames } = await import('../schemas/jobs.ts');
    const { handlers } = await import('../workers/handlers/index.ts');
    expect(Object.keys(handlers).sort()).toEqual([...jobNames].sort());
  });

  it('has a template in both languages for every letter', async () => {
    const { letterKinds } = await import('../schemas/letters.ts');
    const { letterParts } = await import('../src/letters/render.ts');
    for (const locale of ['vi', 'en']) {
      expect(readdirSync(`templates/${locale}`).sort()).toEqual([...letterKinds, ...letterParts].map((name) => `${name}.liquid`).sort());
    }
  });
});
