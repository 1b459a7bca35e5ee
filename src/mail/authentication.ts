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
  const [identity, ...results] = withoutComments(top).split(';').map((part) => part.trim().toLowerCase());
  if (identity?.split(/\s+/)[0] !== authservId.toLowerCase()) return { result: 'none', by: 'server', why: 'the topmost Authentication-Results is not of our server' };
  return { result: resultIn(results), by: 'server', why: results.filter((r) => /^(dmarc|spf|dkim)=/.test(r)).map((r) => r.split(/\s+/)[0]).join(', ').slice(0, 300) };
}

function resultIn(results: string[]): Authentication['result'] {
  const result = (method: string): string | undefined =>
    results.find((r) => r.startsWith(`${method}=`))?.slice(method.length + 1).split(/\s+/)[0];
  const dmarc = result('dmarc');
  if (dmarc === 'fail') return 'fail';
  if (dmarc === 'pass') return 'pass';
  // Without DMARC, SPF or DKIM say nothing about From: a failure is a warning, a pass is no proof.
  if (result('spf') === 'fail' && result('dkim') !== 'pass') return 'fail';
  return 'none';
}

/** RFC 5322 comments may nest and may hide a semicolon. */
function withoutComments(value: string): string {
  let depth = 0;
  let out = '';
  for (const c of value) {
    if (c === '(') depth++;
    else if (c === ')' && depth > 0) depth--;
    else if (depth === 0) out += c;
  }
  return out;
}
