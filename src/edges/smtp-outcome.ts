/**
 * What became of a letter handed to SMTP, sorted once and for all by what the server said and by how far we got.
 * nodemailer gives the same error for a connection that broke before DATA and for one that broke after the server had
 * accepted everything; only whether our bytes had all been taken tells the two apart.
 */
export type SendOutcome =
  | { state: 'sent'; reply: string }
  /** the server certainly does not have it; transport = the trouble is the server's or the line's, not this letter's; login = it refuses user or password */
  | { state: 'retry'; reply: string; transport: boolean; login?: true }
  /** the server refused this letter for good */
  | { state: 'rejected'; reply: string }
  /** it may or may not have been accepted */
  | { state: 'unknown'; reason: string };

type SmtpError = { code?: unknown; responseCode?: unknown; response?: unknown; command?: unknown; message?: unknown };

/** @param bytesTaken true once the last byte of the message had been read for sending */
export function sortFailure(error: unknown, bytesTaken: boolean): SendOutcome {
  const { responseCode, response, command, message } = (error ?? {}) as SmtpError;
  const reply = String(response ?? message ?? error).replace(/\s+/g, ' ').slice(0, 500);
  if (isLoginRefused(error)) return { state: 'retry', reply: `login refused: ${reply}`, transport: true, login: true };
  if (typeof responseCode === 'number') return byReply(responseCode, reply, command);
  if (bytesTaken) return { state: 'unknown', reason: reply };
  return { state: 'retry', reply, transport: true };
}

/** Does the server refuse user, password or token? */
export function isLoginRefused(error: unknown): boolean {
  const { code } = (error ?? {}) as SmtpError;
  return code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2';
}

/** A reply code is definite: 4xx later, 5xx never (RFC 5321 4.2.1); 421 and answers before MAIL speak of the server, not of the letter. */
function byReply(responseCode: number, reply: string, command: unknown): SendOutcome {
  const beforeLetter = command === 'CONN' || command === 'EHLO' || command === 'HELO' || command === 'STARTTLS' || command === 'AUTH';
  const aboutUs = responseCode === 530 || responseCode === 535 || (command === 'MAIL FROM' && responseCode >= 500) || /\b5\.4\.5\b/.test(reply);
  if (aboutUs) return { state: 'retry', reply, transport: true };
  if (responseCode >= 500 && !beforeLetter) return { state: 'rejected', reply };
  return { state: 'retry', reply, transport: beforeLetter || responseCode === 421 };
}
