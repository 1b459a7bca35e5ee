import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { embeddingsSettings } from '../../schemas/similarity.ts';
import { openEmbeddings } from '../../src/edges/embeddings.ts';
import { Problem } from '../../src/problem.ts';
import { cosine, nearest } from '../../src/similarity/nearness.ts';

type Asked = { model: string; input: string[]; authorization: string | undefined };

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A service on loopback that answers as it is told, and remembers what it was asked. */
async function service(answer: (response: ServerResponse, asked: Asked) => void): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (part: Buffer) => { body += part.toString(); });
    request.on('end', () => {
      const one = { ...(JSON.parse(body) as { model: string; input: string[] }), authorization: request.headers.authorization };
      asked.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => { server?.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`, asked };
}

const json = (response: ServerResponse, value: unknown, status = 200): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)); };
const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.catch((e: unknown) => e);
  if (!(error instanceof Problem)) throw new Error('no Problem');
  return error;
};
const open = (url: string, deadlineMs?: number) => openEmbeddings(embeddingsSettings.parse({ url, model: 'm' }), 'the key', deadlineMs);

describe('an embeddings service', () => {
  it('is asked in batches, and its vectors come in the order of the texts, whatever order it gives them in', async () => {
    const { url, asked } = await service((response, { input }) => json(response, { object: 'list', data: input.map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 1] })).reverse() }));
    const texts = Array.from({ length: 70 }, (_, i) => 'x'.repeat(i + 1));
    expect(await open(url).embed(texts)).toEqual(texts.map((t) => [t.length, 1]));
    expect(asked.map((a) => [a.model, a.input.length, a.authorization])).toEqual([['m', 32, 'Bearer the key'], ['m', 32, 'Bearer the key'], ['m', 6, 'Bearer the key']]);
    expect(await open(url).embed([])).toEqual([]);
  });

  it.each([
    ['away for a while', 503, { error: 'loading' }, 'later', '503'], ['asked too often', 429, {}, 'later', '429'], ['that does not know the model', 404, { error: 'no model' }, 'never', 'no model'],
    ['with too few vectors', 200, { data: [] }, 'never', '0 vectors'], ['with words for numbers', 200, { data: [{ index: 0, embedding: ['a'] }] }, 'never', '0 vectors'], ['with another shape', 200, { vectors: [] }, 'never', 'data'],
  ] as const)('%s is told as what it is', async (_what, status, answer, retry, said) => {
    const { url } = await service((response) => json(response, answer, status));
    const problem = await problemOf(open(url).embed(['một']));
    expect([problem.code, problem.retry, problem.forStaff.includes(said)]).toEqual(['embeddings', retry, true]);
    expect(problem.forStaff).not.toContain('the key');
  });

  it('that is silent, leads elsewhere, talks no JSON or is not there holds nobody up', async () => {
    const { url } = await service(() => undefined);
    expect((await problemOf(open(url, 50).embed(['một']))).retry).toBe('later');
    const other = await service((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect((await problemOf(open(other.url).embed(['một']))).retry).toBe('later');
    const words = await service((response) => response.end('<html>'));
    expect((await problemOf(open(words.url).embed(['một']))).forStaff).toContain('no JSON');
    expect((await problemOf(open('http://127.0.0.1:1/v1/embeddings').embed(['một']))).retry).toBe('later');
  });
});

describe('nearness in meaning', () => {
  it('is the cosine: 1 for one direction, 0 for nothing in common, and for vectors that cannot be compared', () => {
    expect(cosine([1, 2], [2, 4])).toBeCloseTo(1);
    expect([cosine([1, 0], [0, 1]), cosine([1], [1, 0]), cosine([0, 0], [1, 1])]).toEqual([0, 0, 0]);
    const others = [{ id: 'a', vector: [1, 0] }, { id: 'b', vector: [1, 1] }, { id: 'c', vector: [0, 1] }];
    expect(nearest([1, 0.1], others, 0.5, 5).map((n) => n.other.id)).toEqual(['a', 'b']);
  });
});
