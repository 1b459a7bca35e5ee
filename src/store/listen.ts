/** Hearing that a job was added, without asking. */
import pg from 'pg';
import { CONNECT_MS, keepAlive, sessionSettings } from '../postgres-session.ts';
import { JOB_CHANNEL } from './jobs.ts';

type ListenOptions = { /** pause before a lost connection is made anew, milliseconds */ retryMs: number; onLost: (error: Error) => void };

/** A connection of its own that hears NOTIFY and is made anew when it breaks; callers back it up with a timer. */
export function listenForJobs(url: string, heard: () => void, options: ListenOptions): { stop: () => Promise<void> } {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, ...keepAlive, connectionTimeoutMillis: CONNECT_MS, query_timeout: CONNECT_MS });
    let lost = false;
    const lose = (error?: Error): void => {
      if (lost || stopped) return;
      lost = true;
      if (error) options.onLost(error);
      fresh.end().catch(() => undefined);
      timer = setTimeout(() => void connect(), options.retryMs);
    };
    fresh.on('error', lose);
    fresh.on('end', () => lose());
    fresh.on('notification', heard);
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`${sessionSettings(CONNECT_MS)}; listen ${JOB_CHANNEL}`);
      heard();
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)));
    }
  };
  void connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
