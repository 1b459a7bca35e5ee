/** How an entry reached the office: by mail to the mailbox, or on paper. */
export const paperChannels = ['hand', 'post'] as const;
export type PaperChannel = (typeof paperChannels)[number];
export const channels = ['mail', ...paperChannels] as const;
export type Channel = (typeof channels)[number];

/** The mailbox under which messages made of papers are kept. Those of servers are named user@host/FOLDER. */
export const PAPER_BOX = 'paper';

/** Why an entry on paper was not entered, in words that letters and commands have sentences for. */
export const paperProblems = ['no-received', 'bad-received', 'future', 'bad-channel', 'bad-email', 'no-reach', 'nothing', 'too-large', 'no-entry', 'entry-gone', 'same-file', 'same-title', 'infected', 'not-proven'] as const;
export type PaperProblem = { why: (typeof paperProblems)[number]; /** what was written, a file, or a code */ about: string | null };
