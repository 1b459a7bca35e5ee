/**
 * Letters pass one by one while the outgoing server takes them. Where it cannot be reached, refuses the login, or takes none, the
 * gate shuts for all: one look at the server at a time, after growing pauses, then one letter on trial, then all that wait.
 */
import type { Smtp } from '../../src/edges/smtp.ts';
import type { SendOutcome } from '../../src/edges/smtp-outcome.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { hurryJobs } from '../../src/store/jobs.ts';
import type { Services } from '../services.ts';

export type Passage = {
  /** what the server did with the letter */
  saw: (outcome: SendOutcome) => void;
  /** that is known and is being written down, however long this takes */
  writing: boolean;
  /** it is on record, or nothing came of it */
  leave: () => void;
};
export type SmtpGate = {
  /** @throws Problem `smtp-held` (later) while letters are held */
  enter: (letterId: string) => Passage;
  /** this process hands the letter over just now, or knows how that ended and could not write it down yet */
  inHand: (letterId: string) => boolean;
  close: () => void;
};

type Needs = Pick<Services, 'db' | 'log' | 'settings' | 'health'> & { smtp: Pick<Smtp, 'verify'> };
type Gate = Needs & {
  is: 'open' | 'shut' | 'trial' | 'closed';
  /** the letter on trial */
  trial: string | null;
  /** in a row: times it shut, logins refused, letters that ended unclear */
  failures: number; refusals: number; unclear: number;
  timer: NodeJS.Timeout | undefined;
};

const LOGIN_TRIES = 3;
/** So many letters in a row that end unclear are no accident. */
const UNCLEAR_TRIES = 3;
/** A letter for the trial may have gone by another host. */
const TRIAL_MS = 60_000;

export function openSmtpGate(needs: Needs): SmtpGate {
  const gate: Gate = { ...needs, is: 'open', trial: null, failures: 0, refusals: 0, unclear: 0, timer: undefined };
  const inHand = new Set<string>();
  return {
    enter: (letterId) => {
      if (gate.is === 'shut' || (gate.is === 'trial' && gate.trial !== null)) throw held();
      if (gate.is === 'trial') gate.trial = letterId;
      inHand.add(letterId);
      return {
        writing: false,
        saw: (outcome) => saw(gate, letterId, outcome),
        leave: () => {
          inHand.delete(letterId);
          // Where nothing came of the trial, the next letter may try.
          if (gate.is === 'trial' && gate.trial === letterId) awaitTrial(gate);
        },
      };
    },
    inHand: (letterId) => inHand.has(letterId),
    close: () => {
      gate.is = 'closed';
      clearTimeout(gate.timer);
    },
  };
}

function held(): Problem {
  return new Problem('smtp-held', { forUser: 'The outgoing mail server takes no letters at the moment; they wait and leave by themselves.', forStaff: 'SMTP: letters are held until the server takes one', retry: 'later' });
}

/** Letters that were on their way when the gate shut say nothing new. */
function saw(gate: Gate, letterId: string, outcome: SendOutcome): void {
  const onTrial = gate.is === 'trial' && gate.trial === letterId;
  if (gate.is !== 'open' && !onTrial) return;
  if (outcome.state === 'unknown') {
    gate.unclear++;
    if (onTrial || gate.unclear >= UNCLEAR_TRIES) shut(gate, `letters end unclear: ${outcome.reason}`, false);
  } else if (outcome.state === 'retry' && outcome.transport) shut(gate, outcome.reply, outcome.login === true);
  else open(gate);
}

function shut(gate: Gate, reason: string, login: boolean): void {
  const { settings, health, log } = gate;
  if (gate.is === 'closed') return;
  gate.is = 'shut';
  gate.failures++;
  gate.refusals = login ? gate.refusals + 1 : 0;
  const lockedOut = gate.refusals >= LOGIN_TRIES;
  const pause = lockedOut ? settings.loginHoldMs : Math.min(settings.smtpPauseMs * 2 ** (gate.failures - 1), settings.smtpPauseMostMs) * (1 + Math.random() / 4);
  // A refused login says that the server is there.
  if (login) health.works('smtp');
  health.fails(login ? 'smtp-login' : 'smtp', reason, { urgent: lockedOut, forMs: pause });
  log.warn({ error: reason }, `the outgoing server takes no letters; looked at again in ${Math.ceil(pause / 1000)} s`);
  after(gate, pause, () => void look(gate));
}

async function look(gate: Gate): Promise<void> {
  try {
    await gate.smtp.verify();
  } catch (error) {
    shut(gate, reasonOf(error), error instanceof Problem && error.code === 'smtp-login');
    return;
  }
  if (gate.is === 'closed') return;
  gate.is = 'trial';
  awaitTrial(gate);
  await hurry(gate, 1);
}

function awaitTrial(gate: Gate): void {
  gate.trial = null;
  after(gate, TRIAL_MS, () => { if (gate.trial === null) open(gate); });
}

function open(gate: Gate): void {
  const wasHeld = gate.is !== 'open';
  clearTimeout(gate.timer);
  Object.assign(gate, { is: 'open', trial: null, failures: 0, refusals: 0, unclear: 0 });
  for (const part of ['smtp', 'smtp-login'] as const) gate.health.works(part);
  if (wasHeld) void hurry(gate, null);
}

function after(gate: Gate, ms: number, then: () => void): void {
  clearTimeout(gate.timer);
  gate.timer = setTimeout(then, ms);
}

/** Letters that wait out a pause go now. */
async function hurry({ db, log }: Needs, most: number | null): Promise<void> {
  await db.transaction((tx) => hurryJobs(tx, 'send-letter', most)).catch((error: unknown) => log.debug({ error: reasonOf(error) }, 'held letters wait for their next turn'));
}
