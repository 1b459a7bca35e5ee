/** The contest.yaml that `mailroom contest new` writes: open today, every setting explained. */
import { DateTime } from 'luxon';
import type { Locale } from '../../schemas/contest.ts';
import { wrongUse } from '../problem.ts';

/** What the file says in the language of its letters, to be put in other words by its owner. */
const SAYS = {
  en: {
    name: 'My contest', organiser: 'the Organising Committee', office: 'Contest office', address: '1 Main Street', area: 'Open ideas', areaWords: 'idea, proposal', jury: 'Jury',
    individual: ['Individual', 'individual, alone'], group: ['Group of authors', 'group, team'], organisation: ['Organisation', 'organisation, agency, company'],
  },
  vi: {
    name: 'Cuộc thi của tôi', organiser: 'Ban Tổ chức cuộc thi', office: 'Thường trực cuộc thi', address: 'Số 1, đường Chính', area: 'Sáng kiến, giải pháp', areaWords: 'sáng kiến, giải pháp, ý tưởng', jury: 'Ban Giám khảo',
    individual: ['Cá nhân', 'cá nhân'], group: ['Nhóm tác giả', 'nhóm tác giả, nhóm'], organisation: ['Tập thể', 'tập thể, cơ quan, đơn vị'],
  },
} as const satisfies Record<Locale, object>;

/** Opens yesterday at 00:00 and closes after thirty whole days from now, in the zone. @param options.locale of its letters; English if not given @throws Problem wrong-use (never) where the zone is unknown */
export function newContestYaml(options: { now: Date; zone: string; mailbox?: string; locale?: Locale }): string {
  const locale = options.locale ?? 'en';
  const say = SAYS[locale];
  const today = DateTime.fromJSDate(options.now, { zone: options.zone }).startOf('day');
  if (!today.isValid) throw wrongUse(`there is no time zone ${options.zone}; expected one as Asia/Ho_Chi_Minh`);
  const iso = (date: DateTime): string => date.toISO({ suppressMilliseconds: true, includeOffset: true }) ?? '';
  return `# A contest is this folder. Everything here is data: change it, then run \`mailroom check\`.
# A misspelt setting is refused with its line; a setting left out takes the value shown as "default".

id: my-contest-${today.year}                 # lower-case letters, digits, hyphens; never changed once entries exist
name: { ${locale}: ${say.name} ${today.year} }       # texts may stand in vi and en; the contest's own language must be there
shortName: { ${locale}: ${say.name} ${today.year} }
organiser: { ${locale}: ${say.organiser} }  # who speaks in the letters
locale: ${locale}                             # language of the letters: vi or en
zone: ${options.zone}
codePrefix: MC${today.toFormat('yy')}                       # entry codes: MC${today.toFormat('yy')}-0001-K

office:                                # whom people ask
  name: { ${locale}: ${say.office} }
  address: { ${locale}: "${say.address}" }
  # phone: "+84 900 000 000"

mailbox:
  address: ${options.mailbox ?? 'contest@example.org'}         # as people write to it
  kind: official                       # personal = somebody's own mailbox: mail without a sign of the contest is left alone
  # alsoOwn: [other@example.org]       # other addresses that deliver here
  # since: ${iso(today.minus({ days: 1 }))}  # older mail is left alone; default: window.opens
  after: { do: leave }                 # once handled: leave (default), { do: flag, keyword: $Registered } or { do: move, folder: Done }
  # sentFolder: Sent                   # where copies of sent letters can be found

window:                                # closes is the first instant that is too late
  opens: ${iso(today.minus({ days: 1 }))}
  closes: ${iso(today.plus({ days: 31 }))}

areas:                                 # numbered from 1 in this order; words = other ways to name them
  - name: { ${locale}: "${say.area}" }
    words: [${say.areaWords}]

entrantKinds:                          # leave out what may not enter
  individual: { name: { ${locale}: ${say.individual[0]} }, words: [${say.individual[1]}], minAuthors: 1, maxAuthors: 1 }
  group: { name: { ${locale}: ${say.group[0]} }, words: [${say.group[1]}], minAuthors: 2, maxAuthors: 4 }
  organisation: { name: { ${locale}: ${say.organisation[0]} }, words: [${say.organisation[1]}], minAuthors: 0, maxAuthors: null }

# excludedBodies:                      # their members (people.csv: name,body,agency,emails,phones) may not enter
#   - { key: jury, name: { ${locale}: ${say.jury} } }

checks:                                # only checks named here run; none of them ever decides
  window: { borderlineMinutes: 0 }     # received this late counts as borderline
  agreement: {}                        # mail and form state different things: the entrant is asked
  group-size: {}
  content-area: { atLeast: 1 }
  declaration: {}
  completeness: { required: [title, authors, contact, documents] }  # unit may join them
  # excluded-person: {}                # needs excludedBodies and people.csv

letters:
  ownCopy: false                       # Bcc of every letter to the mailbox: evidence when a send ends unclear
  gatherMinutes: 10                    # later versions within this time share one receipt
  attachForm: true                     # letters that ask for what is missing carry the contest's registration form
  copyToAuthors: false                 # tell authors named in a form, once, that somebody sent their entry

# staff:
#   addresses: [office@example.org]    # alerts and questions go here; not the contest mailbox
`;
}
