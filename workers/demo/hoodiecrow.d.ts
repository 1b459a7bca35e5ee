/** The in-process IMAP server comes without types; this is what we use of it. */
declare module 'hoodiecrow-imap' {
  type Server = {
    listen: (port: number, host: string, done: () => void) => void;
    close: (done?: () => void) => void;
    server: import('node:net').Server;
    /** @param raw a binary string: one character per byte */
    appendMessage: (mailbox: string, flags: string[], internaldate: string, raw: string) => unknown;
  };
  export default function hoodiecrow(options: { plugins: string[]; users: Record<string, { password: string; xoauth2?: { accessToken: string; sessionTimeout: number } }>; storage?: Record<string, object> }): Server;
}
