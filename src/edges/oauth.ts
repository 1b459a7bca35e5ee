/**
 * XOAUTH2 for IMAP and SMTP, as Microsoft and Google demand it (RFC 6749 refresh of an access token).
 * URL form: imaps://user%40example.org:REFRESH_TOKEN@host:993/INBOX?auth=xoauth2&client_id=…&token_url=https%3A%2F%2F…
 * with &client_secret=… and &scope=… where the provider wants them.
 */
import { Problem, reasonOf } from '../problem.ts';

/** fresh() gives an access token that is valid for a minute more at least. */
export type OAuth = { fresh: () => Promise<string> };

const DEADLINE_MS = 30_000;
const SPARE_MS = 60_000;

/** Null where the URL asks for a password login. */
export function oauthOf(url: URL): OAuth | null {
  if (url.searchParams.get('auth')?.toLowerCase() !== 'xoauth2') return null;
  const tokenUrl = url.searchParams.get('token_url');
  const clientId = url.searchParams.get('client_id');
  if (!tokenUrl || !clientId) throw new Problem('configuration', { forUser: `${url.protocol}//${url.host}: auth=xoauth2 needs client_id and token_url in the address` });
  const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: decodeURIComponent(url.password) });
  for (const name of ['client_secret', 'scope']) {
    const value = url.searchParams.get(name);
    if (value) form.set(name, value);
  }
  let token = '';
  let validUntil = -Infinity;
  return {
    fresh: async () => {
      if (performance.now() < validUntil) return token;
      const got = await refresh(tokenUrl, form);
      token = got.token;
      validUntil = performance.now() + got.seconds * 1000 - SPARE_MS;
      return token;
    },
  };
}

async function refresh(tokenUrl: string, form: URLSearchParams): Promise<{ token: string; seconds: number }> {
  const away = (reason: string): Problem => new Problem('login-token', {
    forUser: 'The login service of the mailbox gave no access; mail waits.', forStaff: `token service: ${reason}`, retry: 'later',
  });
  const response = await fetch(tokenUrl, { method: 'POST', body: form, signal: AbortSignal.timeout(DEADLINE_MS) }).catch((error: unknown) => { throw away(reasonOf(error)); });
  const answer = await response.json().catch(() => null) as { access_token?: unknown; expires_in?: unknown; error?: unknown } | null;
  if (!response.ok || typeof answer?.access_token !== 'string') throw away(`${response.status} ${String(answer?.error ?? '')}`.trim());
  return { token: answer.access_token, seconds: Number(answer.expires_in ?? 300) };
}
