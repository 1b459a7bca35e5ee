/** What our own receiving server found out about the sender (RFC 8601). Nobody else's word counts. */

import type { Authentication } from '../../schemas/authentication.ts';

/**
 * @param headers raw Authentication-Results values, topmost first
 * @param authservId the identity our receiving server signs with; null = trust no header
 *
 * Only the topmost header counts, and only where it carries our server's identity: headers below it came with the mail.
 */
export function serversWord(headers: string[], authservId: string | null): Authentication {
  const top = headers[0];
  if (authservId === null) return { result: 'none', by: null, why: 'nobody is asked: AUTHSERV_ID is not set' };
  if (top === undefined) return { result: 'none', by: 'server', why: 'our server wrote no Authentication-Results' };
  const [identity, ...results] = bare(top).split(';').map((part) => part.trim().toLowerCase());
  if (identity?.split(/\s+/)[0] !== authservId.toLowerCase()) return { result: 'none', by: 'server', why: 'the topmost Authentication-Results is not of our server' };
  return { result: resultIn(results), by: 'server', why: results.filter((r) => /^(dmarc|spf|dkim)=/.test(r)).map((r) => r.split(/\s+/)[0]).join(', ').slice(0, 300) };
}

function resultIn(results: string[]): Authentication['result'] {
  const of = (method: string): (string | undefined)[] => results.filter((r) => r.startsWith(`${method}=`)).map((r) => r.slice(method.length + 1).split(/\s+/)[0]);
  const result = (method: string): string | undefined => of(method)[0];
  const dmarc = result('dmarc');
  // Said both ways, it is the worse.
  if (of('dmarc').includes('fail')) return 'fail';
  if (dmarc === 'pass') return 'pass';
  // Without DMARC, SPF or DKIM say nothing about From: a failure is a warning, a pass is no proof.
  if (result('spf') === 'fail' && result('dkim') !== 'pass') return 'fail';
  return 'none';
}

/**
 * Comments (RFC 5322, they may nest) and quoted strings are left out: both may hold semicolons, and what a stranger chose, as the
 * sender of the envelope, stands in our own server's header: smtp.mailfrom="x; dmarc=pass"@evil.test.
 */
function bare(value: string): string {
  let depth = 0;
  let quoted = false;
  let out = '';
  for (let i = 0; i < value.length; i++) {
    const c = value.charAt(i);
    if (c === '\\' && (quoted || depth > 0)) i++;
    else if (c === '"' && depth === 0) quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(') depth++;
    else if (c === ')' && depth > 0) depth--;
    else if (depth === 0) out += c;
  }
  return out;
}
