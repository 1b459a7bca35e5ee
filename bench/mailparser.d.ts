/** mailparser ships no types; the naive driver uses this much of it. */
declare module 'mailparser' {
  export type Attachment = { filename?: string; contentType: string; content: Buffer };
  export type ParsedMail = { messageId?: string; subject?: string; date?: Date; text?: string; html?: string | false; from?: { value: { address?: string; name: string }[] }; attachments: Attachment[] };
  export function simpleParser(source: Buffer): Promise<ParsedMail>;
}
