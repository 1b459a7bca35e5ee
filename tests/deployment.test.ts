import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { envSchema } from '../schemas/env.ts';

type Service = { image?: string; build?: string; command?: string[]; environment?: Record<string, string>; volumes?: string[]; ports?: string[]; healthcheck?: object; restart?: string; depends_on?: Record<string, { condition: string }> };
const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const dockerfile = readFileSync('Dockerfile', 'utf8');
const services = Object.entries(compose.services);
const settings = Object.keys(envSchema.shape).filter((name) => name !== 'FAILPOINT' && name !== 'FAST_RECOVERY').sort();

describe('docker-compose.yml', () => {
  it('runs PostgreSQL, Redis, a mail server and the service', () => {
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(['postgres', 'redis', 'mail', 'mailroom']));
  });

  it('pins every image, keeps everything healthy and restarted', () => {
    for (const [name, service] of services.filter(([n]) => n !== 'contest')) {
      if (service.image) expect(service.image, name).toMatch(/^[a-z/-]+:\d/);
      expect(service.healthcheck, name).toBeDefined();
      expect(service.restart, name).toBe('unless-stopped');
    }
  });

  it('has a Redis that drops nothing and writes everything down', () => {
    const command = compose.services['redis']?.command?.join(' ');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--appendonly yes');
  });

  it('holds no secret: each comes from outside and is asked for by name', () => {
    for (const [, service] of services) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (/PASSWORD|SECRET/.test(variable)) expect(value).toMatch(/^\$\{[A-Z_]+(:\?[^}]*)?\}$/);
        expect(value.replace(/\$\{[^}]*\}+/g, '')).not.toMatch(/:[^/@:${}]+@/);
      }
    }
    for (const secret of ['POSTGRES_PASSWORD', 'MAILBOX_PASSWORD', 'SECRET_KEY']) expect(text).toContain(`\${${secret}:?`);
  });

  it('keeps data on named volumes and publishes ports on loopback alone', () => {
    const used = services.flatMap(([, s]) => s.volumes ?? []).map((v) => /^(?:\$\{[A-Z_]+:-)?([a-z]+)/.exec(v)?.[1] ?? v);
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const port of services.flatMap(([, s]) => s.ports ?? [])) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('sets every variable that the service knows, and no other', () => {
    const set = [...Object.keys(compose.services['mailroom']?.environment ?? {}), ...[...dockerfile.matchAll(/\b([A-Z_]+)=\//g)].map((m) => m[1] ?? '')];
    expect(set.sort()).toEqual(settings);
  });

  it('starts the service when its database and queue are healthy', () => {
    expect(compose.services['mailroom']?.depends_on).toMatchObject({ postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } });
  });
});

describe('.env.example', () => {
  it('names every variable of the service and of docker-compose.yml, and no other, and holds no secret', () => {
    const lines = [...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=(.*)$/gm)];
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map((m) => m[1] ?? '');
    expect(lines.map((m) => m[1]).sort()).toEqual([...new Set([...settings, ...asked])].sort());
    for (const [line, name = '', value = ''] of lines) if (/PASSWORD|SECRET|KEY/.test(name) || !line.startsWith('#')) expect(value, name).toBe('');
  });
});

describe('Dockerfile', () => {
  it('builds on Node 24 and runs as an unprivileged user', () => {
    const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((m) => m[1]);
    expect(stages).toHaveLength(2);
    for (const stage of stages) expect(stage).toMatch(/^node:24-/);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('copies what the program reads at run time', () => {
    for (const folder of ['templates', 'contests', 'schemas/migrations', 'dist', 'node_modules']) expect(dockerfile).toMatch(new RegExp(`COPY .*${folder}`));
  });

  it('leaves secrets, data and tests outside', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    for (const path of ['.env', 'data', 'node_modules', '.git', 'tests']) expect(ignored).toContain(path);
  });
});
