/** How an entry reached the office: by mail to the mailbox, or on paper. */
export const paperChannels = ['hand', 'post'] as const;
export type PaperChannel = (typeof paperChannels)[number];
export const channels = ['mail', ...paperChannels] as const;
export type Channel = (typeof channels)[number];

/** The mailbox under which messages made of papers are kept. Those of servers are named user@host/FOLDER. */
export const PAPER_BOX = 'paper';
