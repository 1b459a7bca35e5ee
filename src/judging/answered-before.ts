/** What the answer to a judge's reply said of it, where its copy is all that is left: after an older database was restored. */

/**
 * Codes of which nothing was taken: the letter names them with the line that it did not take, and shows no sheet of theirs.
 * @param text of a letter of the kind judge-read, in either language
 */
export function notTaken(text: string): Set<string> {
  const refused = codes(text, REFUSED);
  for (const code of codes(text, /^[>\s]*(?:MÃ BÀI|ENTRY):\s*(\S+)/gimu)) refused.delete(code);
  return refused;
}

/** "- CODE, line “what was written”: why", or "- CODE: why" where nothing but the code was written; a conflict and a refusal of the judge's own follow a code, too. */
const REFUSED = /^\s*[-•*]\s+(?:(\S+), (?:dòng|line) “|([^\s:]+):(?!\s+(?:từ\s+chối|xung\s+đột\s+lợi\s+ích|declined|conflict\s+of\s+interest)[\s,]))/gimu;

function codes(text: string, line: RegExp): Set<string> {
  return new Set([...text.normalize('NFC').matchAll(line)].map(([, code, alone]) => (code ?? alone ?? '').toUpperCase()));
}
