/** Replies to letters of ours that asked for a yes, a code or an undo. */
import type { LetterFacts } from '../../schemas/letters.ts';
import { liveStates } from '../../schemas/states.ts';
import { readCommand } from '../../src/mail/kinds/command.ts';
import type { Tx } from '../../src/store/database.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { entriesByCode, entriesOfSender, loadEntry, sendersOf, setEntryState, takeTurn, versionsOfMessage, type EntryRow } from '../../src/store/entries.ts';
import { loadMessage, readingOf, recordOutcome } from '../../src/store/messages.ts';
import { postLetter } from '../outbox.ts';
import { answerInvitation } from './defence.ts';
import { askToConfirmWithdrawal, nameOf } from './ask.ts';
import { holdReason, type Ending, type Inbound } from './inbound.ts';
import { answersIn } from './answers.ts';
import { repliedLetter } from './gather.ts';
import { registerAs, registerNew } from './submission.ts';

type Answer = (tx: Tx, mail: Inbound, entry: EntryRow) => Promise<Ending | null>;

/** Null where the mail does not answer what the letter asked: then its kind decides. */
export async function answerToLetter(tx: Tx, mail: Inbound): Promise<Ending | null> {
  const { letter, sender } = mail;
  if (letter === null || sender === null) return null;
  await takeTurn(tx);
  if (letter.kind === 'which-entry') return letter.toAddress === sender ? chosenEntry(tx, mail) : null;
  const answer = answers[letter.kind];
  const entry = letter.entryId === null ? null : await loadEntry(tx, letter.entryId);
  if ((letter.kind === 'defence-invitation' || letter.kind === 'defence-answered') && entry) return answerInvitation(tx, mail, letter, entry);
  if (!answer || !entry) return null;
  const wanted = letter.kind === 'withdrawal-done' ? 'restore' : 'confirm';
  if (readCommand(mail.reading.text) !== wanted) return null;
  if (entry.state === 'merged') return { outcome: 'passed-to-staff', reason: `${entry.code}: ${wanted} of an entry that is part of another by now`, entryId: entry.id };
  if (!(await sendersOf(tx, entry.id)).includes(sender)) return { outcome: 'passed-to-staff', reason: `${entry.code}: ${wanted} from an address that is not registered`, entryId: entry.id };
  if (mail.authentication === 'fail') return { outcome: 'passed-to-staff', reason: `${entry.code}: ${wanted} whose sender failed authentication`, entryId: entry.id };
  return answer(tx, mail, entry);
}

const withdraw: Answer = async (tx, mail, entry) => {
  if (entry.state === 'withdrawn') return { outcome: 'withdrawn', reason: `${entry.code} was withdrawn before`, entryId: entry.id };
  await setEntryState(tx, entry.id, 'withdrawn', entry.state);
  await decided(tx, mail, entry, 'withdraw');
  await postLetter(tx, mail.services, {
    kind: 'withdrawal-done', key: `withdrawal-done:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message, entryId: entry.id, hold: holdReason(mail),
    facts: { ...await nameOf(tx, entry), withdrawnAt: mail.message.internalDate.toISOString() },
  });
  return { outcome: 'withdrawn', reason: `${entry.code} withdrawn by a second reply from the registered address`, entryId: entry.id };
};

const restore: Answer = async (tx, mail, entry) => {
  if (entry.state !== 'withdrawn') return { outcome: 'restored', reason: `${entry.code} was not withdrawn`, entryId: entry.id };
  await setEntryState(tx, entry.id, entry.stateBeforeWithdrawal ?? 'under-check');
  await decided(tx, mail, entry, 'restore');
  await postLetter(tx, mail.services, {
    kind: 'withdrawal-undone', key: `withdrawal-undone:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message, entryId: entry.id, hold: holdReason(mail),
    facts: { ...await nameOf(tx, entry), restoredAt: mail.message.internalDate.toISOString() },
  });
  return { outcome: 'restored', reason: `${entry.code} restored by reply from the registered address`, entryId: entry.id };
};

/** The registered address agrees to a change from another one: the waiting mail becomes a version, its sender is known from now on. */
const admitChange: Answer = async (tx, mail, entry) => {
  if (!liveStates.includes(entry.state)) return { outcome: 'passed-to-staff', reason: `${entry.code}: a change to an entry that was withdrawn`, entryId: entry.id };
  const registered = await registerWaiting(tx, mail, entry);
  await decided(tx, mail, entry, 'admit-change');
  return { outcome: 'answered', reason: registered ? `${entry.code}: change admitted` : `${entry.code}: the change was admitted before`, entryId: entry.id };
};

const answers: Partial<Record<string, Answer>> = { 'withdrawal-confirm': withdraw, 'withdrawal-done': restore, 'change-confirm': admitChange };

/** The sender names the code that was meant, or says that it is a new entry. */
async function chosenEntry(tx: Tx, mail: Inbound): Promise<Ending | null> {
  const facts = mail.letter?.facts as LetterFacts<'which-entry'>;
  // A letter that was taken from its copy and matched with no mail has no facts.
  const offered = new Set((facts.candidates ?? []).map((c) => c.code));
  const named = (await entriesByCode(tx, mail.namedEntries.map((e) => e.code))).filter((e) => offered.has(e.code));
  const [entry] = named;
  if (!entry && facts.purpose === 'supplement' && readCommand(mail.reading.text) === 'new-entry') {
    await registerWaiting(tx, mail, null);
    return { outcome: 'answered', reason: 'the waiting mail is an entry of its own' };
  }
  if (!entry || named.length > 1) return null;
  const known = mail.sender !== null && (await sendersOf(tx, entry.id)).includes(mail.sender) && mail.authentication !== 'fail';
  if (!known || !liveStates.includes(entry.state)) return { outcome: 'passed-to-staff', reason: `${entry.code}: chosen by an address that may not speak for it, or it is withdrawn`, entryId: entry.id };
  if (facts.purpose === 'withdrawal') return askToConfirmWithdrawal(tx, mail, entry);
  await registerWaiting(tx, mail, entry);
  if (mail.reading.documents.length > 0) return registerAs(tx, mail, entry);
  return { outcome: 'answered', reason: `${entry.code} is meant`, entryId: entry.id };
}

/** Registers the mail that the letter asked about. False where that happened before. */
async function registerWaiting(tx: Tx, mail: Inbound, entry: EntryRow | null): Promise<boolean> {
  const waiting = mail.letter?.messageId ? await loadMessage(tx, mail.letter.messageId) : null;
  const reading = waiting === null ? null : await readingOf(tx, waiting);
  if (waiting === null || reading === null || (await versionsOfMessage(tx, waiting.id)).length > 0) return false;
  const { secretKeys, loaded } = mail.services;
  const sender = waiting.fromAddress;
  const then: Inbound = {
    ...mail, message: waiting, reading, sender, authentication: 'none', provenBy: null, classification: { kind: waiting.kind ?? 'supplement', why: waiting.why ?? [], mayAnswer: true },
    // What it answered when it came, and whose entries its own sender has: not those of who confirms.
    answers: await answersIn(tx, await repliedLetter(tx, reading, secretKeys), reading, loaded.contest),
    ownEntries: sender === null ? [] : await entriesOfSender(tx, sender),
  };
  const ending = await (entry === null ? registerNew(tx, then) : registerAs(tx, then, entry));
  await recordOutcome(tx, waiting.id, { ...ending, reason: `${ending.reason}, after confirmation` });
  return ending.outcome === 'registered';
}

async function decided(tx: Tx, mail: Inbound, entry: EntryRow, action: string): Promise<void> {
  await recordDecision(tx, { actor: mail.sender ?? '', action, subject: entry.code, detail: { message: mail.message.id, letter: mail.letter?.id ?? null } });
}
