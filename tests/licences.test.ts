import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const { satisfies } = createRequire(import.meta.url)('semver') as { satisfies: (version: string, range: string) => boolean };

type Locked = { version?: string; license?: string; dev?: boolean; engines?: { node?: string } };
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([path]) => path !== '').map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ''), ...locked }));
const permissive = new Set(['MIT', 'MIT-0', 'MIT/X11', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

describe('what npm installs', () => {
  it('may be passed on with the service: what is not plainly permissive is named in NOTICE', () => {
    const notice = readFileSync('NOTICE', 'utf8');
    // Both carry the words of the MIT licence in a file, and no name of it in package.json.
    const unnamed = ['rai', 'simplesmtp'];
    const others = installed.filter(({ name, license, dev }) => !dev && !permissive.has(license ?? '') && !unnamed.includes(name)).map(({ name }) => name);
    expect(others).toContain('7z-wasm');
    expect(others.filter((name) => !notice.includes(name.replace(/(?<=sharp-(?:libvips|win32)-).*/, '*')))).toEqual([]);
  });

  it('runs on Node 20.19, which is what package.json asks for', () => {
    expect(installed.filter(({ engines }) => engines?.node !== undefined && !satisfies('20.19.0', engines.node)).map(({ name, version, engines }) => `${name}@${version} wants ${engines?.node}`)).toEqual([]);
  });
});
