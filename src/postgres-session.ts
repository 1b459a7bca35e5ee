/**
 * What every connection of ours to PostgreSQL asks for, so that a line that dies without a word is noticed at both ends: a host
 * that is cut off must not wait for hours, and the server must not keep its locks for it. Set by statement and not at connecting:
 * poolers refuse what they do not know there.
 */

/** TCP keepalive of an idle line, ms; Linux takes ten probes a second apart from there. */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;
/** ms to connect, or to wait for a connection of the pool */
export const CONNECT_MS = 10_000;
/** ms that a transaction may do nothing: it holds locks others wait for, and ours never rest in one. A host cut off in the middle of one keeps them no longer. */
const IDLE_MS = 10_000;

/** @param statementMs after which the server ends a statement */
export function sessionSettings(statementMs: number): string {
  return [
    `set statement_timeout = ${statementMs}`, `set idle_in_transaction_session_timeout = ${Math.min(statementMs, IDLE_MS)}`,
    // Of the server's end of the line: what it sent and nobody acknowledged, ms; and probes of an idle one, s.
    'set tcp_user_timeout = 20000', 'set tcp_keepalives_idle = 10', 'set tcp_keepalives_interval = 5', 'set tcp_keepalives_count = 3',
  ].join('; ');
}
