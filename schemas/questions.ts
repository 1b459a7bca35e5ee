/** Questions to the organisers: how a thread stands, and how it was answered. */
export const questionStates = ['open', 'answered', 'closed'] as const;
export type QuestionState = (typeof questionStates)[number];

/** `reply`: staff replied to our forward by mail; `command`: on the command line; `sent-folder`: by hand, as a copy in the Sent folder shows. */
export type AnsweredHow = 'reply' | 'command' | 'sent-folder';
