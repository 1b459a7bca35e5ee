import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMail } from '../../src/mail/read.ts';
import type { MailReading } from '../../schemas/reading.ts';
import { processorMs } from '../support/processor.ts';
import { filesIn, shared } from '../support/shared.ts';

const dir = shared('corpus', 'real mail from the wild');
const python = spawnSync('python3', ['--version']).error === undefined;
if (!python) console.log('not run here: the comparison with another reader of mail (python3 is not installed)');

/** Every leaf with a file name, an attachment disposition or a non-text type, message/partial aside (intake.md, 1); Python's own reader gives the hashes. */
const INDEPENDENT_READER = `
import sys, json, email, hashlib, binascii
from email import policy
out = {}
def walk(part):
    kind = part.get_content_type()
    if kind == 'message/partial': return
    if part.is_multipart() and kind != 'message/rfc822':
        for sub in part.get_payload():
            if not isinstance(sub, str): yield from walk(sub)
    elif kind == 'message/rfc822':
        for sub in part.get_payload() if isinstance(part.get_payload(), list) else []: yield from walk(sub)
    else:
        yield part
for path in sys.stdin.read().split('\\n'):
    if not path: continue
    try:
        raw = open(path, 'rb').read()
        message = email.message_from_bytes(raw, policy=policy.compat32)
        found = []
        for part in walk(message):
            kind = part.get_content_type()
            if kind.startswith('message/') or kind.startswith('multipart/'): continue
            named = bool(part.get_filename())
            disposed = 'attachment' in str(part.get('Content-Disposition', '')).lower()
            if not (named or disposed or not kind.startswith('text/')): continue
            data = part.get_payload(decode=True)
            if data is None: continue
            # Python gives undecodable base64 back as it stood: nothing to compare with.
            encoded = str(part.get('Content-Transfer-Encoding', '')).strip().lower()
            plain = part.get_payload()
            if encoded == 'base64' and isinstance(plain, str) and data.strip() and data == b''.join(plain.encode('ascii', 'surrogateescape').splitlines()): continue
            found.append({'sha256': hashlib.sha256(data).hexdigest(), 'size': len(data), 'kind': kind})
        out[path] = found
    except Exception as e:
        out[path] = []
print(json.dumps(out))
`;

describe.skipIf(dir === null)('real mail from the wild', () => {
  const files = dir === null ? [] : filesIn(dir).filter((f) => !/\.(md|json|txt|csv)$/i.test(f) || /\.eml$/i.test(f));
  const readings = new Map<string, MailReading | null>();
  let slowest = 0;

  it('is read without a crash, each mail within ten seconds', async () => {
    for (const file of files) {
      const began = processorMs();
      const reading = await readMail(readFileSync(file), { partBytes: 25 << 20 }).then((r) => r.reading, (error: { code?: string }) => {
        if (error.code !== 'not-a-mail') throw error;
        return null;
      });
      slowest = Math.max(slowest, processorMs() - began);
      readings.set(file, reading);
    }
    expect(files.length).toBeGreaterThan(300);
    expect(slowest).toBeLessThan(10_000);
  });

  it('keeps every date as it was written', () => {
    const changed = [...readings].filter(([file, reading]) => {
      const written = Buffer.from(reading?.dateHeader ?? '').toString('latin1').replace(/\s+/g, '').slice(0, 10);
      return !readFileSync(file, 'latin1').replace(/\s+/g, '').includes(written);
    });
    expect(changed.map(([file]) => file)).toEqual([]);
  });

  it.skipIf(!python)('loses no part that an independent reader finds', () => {
    const tmp = mkdtempSync(join(tmpdir(), 'mailroom-python-'));
    writeFileSync(join(tmp, 'reader.py'), INDEPENDENT_READER);
    const answer = execFileSync('python3', [join(tmp, 'reader.py')], { input: files.join('\n'), maxBuffer: 1 << 28 });
    rmSync(tmp, { recursive: true });
    const independent = JSON.parse(answer.toString()) as Record<string, { sha256: string; size: number; kind: string }[]>;
    const lost: string[] = [];
    let compared = 0;
    for (const [file, parts] of Object.entries(independent)) {
      const ours = new Set(readings.get(file)?.documents.map((d) => d.sha256));
      if (!readings.get(file)) continue;
      for (const part of parts) {
        compared++;
        if (!ours.has(part.sha256)) lost.push(`${file} ${part.kind} ${part.size}`);
      }
    }
    expect(compared).toBeGreaterThan(150);
    expect(lost).toEqual([]);
  });
});
