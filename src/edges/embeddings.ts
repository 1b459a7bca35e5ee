/** Vectors of meaning from a service of the operator's choice, in the shape of OpenAI's /embeddings (vLLM, Ollama, TEI and others speak it). Off unless the contest names one. */
import type { EmbeddingsSettings } from '../../schemas/similarity.ts';
import { Problem, reasonOf } from '../problem.ts';

export type Embeddings = {
  /** A vector for each text, in their order. @throws Problem `embeddings`, which is tried again later where the service may come back */
  embed: (texts: readonly string[]) => Promise<number[][]>;
};

const DEADLINE_MS = 30_000;
/** of one text; titles and abstracts are shorter */
const MOST_CHARACTERS = 8_000;
const BATCH = 32;
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/** @param key sent as a bearer token; null = none */
export function openEmbeddings({ url, model }: EmbeddingsSettings, key: string | null, deadlineMs = DEADLINE_MS): Embeddings {
  const ask = async (input: string[]): Promise<number[][]> => {
    const response = await fetch(url, {
      method: 'POST', redirect: 'error', signal: AbortSignal.timeout(deadlineMs), body: JSON.stringify({ model, input, encoding_format: 'float' }),
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    }).catch((error: unknown) => { throw failed(reasonOf(error), 'later'); });
    const body = await read(response).catch((error: unknown) => { throw error instanceof Problem ? error : failed(reasonOf(error), 'later'); });
    // What is wrong with the question is wrong the next time, too; too many questions are not.
    if (!response.ok) throw failed(`${response.status} ${body.slice(0, 200)}`, response.status >= 500 || response.status === 429 || response.status === 408 ? 'later' : 'never');
    return vectorsIn(body, input.length);
  };
  return {
    embed: async (texts) => {
      const vectors: number[][] = [];
      for (let at = 0; at < texts.length; at += BATCH) vectors.push(...await ask(texts.slice(at, at + BATCH).map((t) => t.slice(0, MOST_CHARACTERS))));
      return vectors;
    },
  };
}

/** At most 16 MiB of it: a service that goes on for ever is ended. */
async function read(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MOST_ANSWER_BYTES) throw failed('its answer is too long', 'never');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function vectorsIn(body: string, count: number): number[][] {
  const data = parsed(body);
  const vectors = Array.from({ length: count }, (): number[] | undefined => undefined);
  for (const [at, item] of data.entries()) {
    const { index = at, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown };
    if (typeof index === 'number' && index in vectors && Array.isArray(embedding) && embedding.length > 0 && embedding.every((x) => typeof x === 'number' && Number.isFinite(x))) vectors[index] = embedding as number[];
  }
  const found = vectors.filter((v) => v !== undefined);
  if (found.length < count || found.some((v) => v.length !== found[0]?.length)) throw failed(`${found.length} vectors of one length for ${count} texts`, 'never');
  return found;
}

function parsed(body: string): unknown[] {
  try {
    const { data } = (JSON.parse(body) ?? {}) as { data?: unknown };
    if (Array.isArray(data)) return data;
  } catch (cause) {
    throw failed(`no JSON: ${reasonOf(cause)}`, 'never');
  }
  throw failed('no list named data', 'never');
}

function failed(reason: string, retry: 'later' | 'never'): Problem {
  return new Problem('embeddings', { forUser: 'Entries are compared by their words alone.', forStaff: `embeddings service: ${reason}`, retry });
}
