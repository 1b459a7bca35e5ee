import type { CheckTexts } from './texts.ts';

export const en: CheckTexts = {
  early: (received, opens) => `The entry arrived on ${received}, before entries are received (from ${opens}). It is kept and taken up by itself when that time comes; there is no need to send it again.`,
  late: ({ received, deadline, by }) => ({
    forEntrant: `The entry reached the mailbox on ${received}, after the closing time (${deadline}). It is on record; the organisers will consider it and answer.`,
    forStaff: `Arrived ${by} after the closing time, without a sign that it was sent in time. A person decides.`,
  }),
  justLate: ({ received, deadline, by }) => ({
    forEntrant: `The entry reached the mailbox on ${received}, just after the closing time (${deadline}). It is on record; the organisers will consider it and answer.`,
    forStaff: `Arrived ${by} after the closing time, within the borderline. A person decides.`,
  }),
  sentInTime: ({ received, deadline, by, sign }) => ({
    forEntrant: `The entry reached the mailbox on ${received}, after the closing time (${deadline}), but there are signs that it was sent in time. It is on record; the organisers will consider it and answer.`,
    forStaff: `Arrived ${by} after the closing time, but ${sign}. A person decides.`,
  }),
  signs: {
    received: 'the receiving server stamped it (Received) in time',
    date: 'its Date header, written by the sender\'s machine, is in time',
  },
  tooLarge: ({ kind, count, max, deadline }) => `The list names ${authors(count)}; “${kind}” means ${max} at most. Please send the list of authors again before entries close: ${deadline}.`,
  tooSmall: ({ kind, kinds, count, min, deadline }) => `The list names ${authors(count)}; “${kind}” means ${min} at least. Please send the complete list, or tell us another way of entering (${kinds}), before entries close: ${deadline}.`,
  severalAuthors: ({ kind, kinds, count, deadline }) => `The entry was made as “${kind}” but names ${authors(count)}. Please tell us which of these it is (${kinds}) before entries close: ${deadline}.`,
  kindNotAdmitted: (kinds) => `This contest has no entries of the kind that was named. Please tell us which of these it is: ${kinds}.`,
  missingArea: (areas) => `We could not find the content area. Please tell us which of these it is: ${areas}.`,
  fewAreas: (atLeast, areas) => `An entry belongs to at least ${atLeast} areas. Please add to those you named, from: ${areas}.`,
  unknownArea: (unknown, areas) => `This contest has no area number ${unknown}. Please tell us which of these it is: ${areas}.`,
  missingDeclaration: 'We could not find the declaration that the entry was never published. Please add it.',
  declarationWithheld: 'The mail says that the declaration is not given, or that the entry was published before. Please add the declaration; if the entry builds on something that exists, tell us what is new and better in it.',
  missing: {
    title: 'We could not find the title of the entry. Please tell us the title.',
    authors: 'We could not find the names of the authors. Please send the full name of each.',
    unit: 'We could not find the organisation, or the place where you live. Please add it.',
    contact: 'We could not find a telephone number or an email address for questions. Please add one.',
    documents: 'No file came with the mail. Please send the file of the entry.',
  },
  disagrees: ({ what, said }) => `${what} differs: ${said.map((s) => `${s.place} says “${s.value}”`).join('; ')}. Please reply and say which is right; if these are different entries, please send one mail for each.`,
  readFromPicture: (fields) => `Read by machine from a picture, to be compared by a person: ${fields}.`,
  fieldNames: { title: 'The title', kind: 'The way of entering', areas: 'The content area', authors: 'The list of authors', declaration: 'The declaration', 'first-applied': 'The date of first use' },
  yesNo: (declared) => (declared ? 'declared' : 'not declared'),
  ambiguousAgency: (unit, names) => `“${unit}” may be one of these: ${names}. Please tell us which.`,
  link: (services) => `The mail links to files on the web (${services}). We do not fetch files from links, since what lies there can change: please attach the files; make large ones smaller or send several mails.`,
  unreadable: (file) => `The file “${file}” is empty or cannot be opened. Please send it again.`,
  password: (file) => `The file “${file}” is locked with a password. Please send it without one.`,
  infected: (file) => `The file “${file}” was stopped by the virus scanner. Please check your machine and send the file again.`,
  excluded: ({ who, ground, person, body, hint }) => `${who} has the same ${ground} as ${person} (${body}).${hint ? ' Not enough to conclude.' : ' A person should look.'}`,
  roles: { author: 'An author', contact: 'The contact of the entry', sender: 'The sender of the mail (who may only forward it)' },
  grounds: { email: 'email address', phone: 'telephone number', agency: 'name and organisation', sender: 'name and sending mailbox', name: 'name' },
};

function authors(count: number): string {
  return count === 1 ? '1 author' : `${count} authors`;
}
