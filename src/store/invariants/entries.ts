/** What must be true of every entry and of the receipts that name it. */
import { sql } from 'drizzle-orm';
import { receiptKinds } from '../../../schemas/letters.ts';
import { entryStates } from '../../../schemas/states.ts';
import { openJob, words, type Rule } from './rule.ts';

export const entryRules: Rule[] = [
  {
    name: 'every entry has versions numbered from 1 without gaps, and somebody who may speak for it',
    checked: sql`select count(*)::int as n from entry`,
    violations: sql`select e.code || ' has ' || count(ev.id) || ' versions, the last numbered ' || coalesce(max(ev.n), 0) as v
        from entry e left join entry_version ev on ev.entry_id = e.id group by e.id having count(ev.id) = 0 or max(ev.n) <> count(ev.id) or min(ev.n) <> 1
      union all select e.code || ' has no known sender' from entry e where e.erasure_id is null and not exists (select 1 from entry_sender s where s.entry_id = e.id)`,
  },
  {
    name: 'entries are in legal states, and one that came early will be taken up',
    checked: sql`select count(*)::int as n from entry`,
    violations: sql`select code || ' is in the unknown state ' || state as v from entry where state not in (${words(entryStates)})
      union all select code || ' is held as early, but nothing will take it up' from entry
        where state = 'early-held' and not exists (select 1 from job j where j.name = 'take-up-early' and ${openJob})`,
  },
  {
    name: 'an entry that is part of another names one that is there, and its documents are there',
    checked: sql`select count(*)::int as n from entry where state = 'merged' or id in (select entry_id from entry_version where documents is not null)`,
    violations: sql`select e.code || ' is ' || e.state || case when e.merged_into is null then ' and names no entry that it is part of' else ' and names ' || coalesce(o.code, 'an entry that is not there') || ' as the one it is part of' end as v
        from entry e left join entry o on o.id = e.merged_into where (e.state = 'merged') <> (o.id is not null) or e.merged_into = e.id
      union all select 'version ' || ev.n || ' of ' || e.code || ' names document ' || (d ->> 'part') || ' of message ' || (d ->> 'messageId') || ', which is not there'
        from entry_version ev join entry e on e.id = ev.entry_id, jsonb_array_elements(ev.documents) d
        where not exists (select 1 from document k where k.message_id = (d ->> 'messageId')::uuid and k.part = d ->> 'part')`,
  },
  {
    name: 'what a person decided about an entry is on record, and no other hand made it eligible or ineligible',
    checked: sql`select count(*)::int as n from entry_decision`,
    violations: sql`select e.code || ' is ' || e.state || ', but nobody decided so' as v from entry e
        where e.state in ('eligible', 'ineligible') and not exists (select 1 from entry_decision d where d.entry_id = e.id and d.word = e.state)
      union all select 'the decision ' || d.word || ' on ' || e.code || ' is not in the audit log' from entry_decision d join entry e on e.id = d.entry_id
        where not exists (select 1 from audit_event a where a.subject = e.code and a.action = 'decide-' || d.word and (a.detail ->> 'decision' = d.id::text or a.actor = d.actor))`,
  },
  {
    name: 'of a batch of letters all left, or none',
    checked: sql`select count(*)::int as n from approval`,
    // Its letters are megabytes of one value: they are unpacked once for each batch, not for each letter there is.
    violations: sql`select a.code || ' is ' || a.state || ', and ' || c.written || ' of its ' || c.n || ' letters are written' as v
      from approval a join (
        select t.id, count(*) as n, count(l.id) as written from (select b.id, p ->> 'key' as key from approval b, jsonb_array_elements(b.letters) p) t left join letter l on l.key = t.key group by t.id) c on c.id = a.id
      where (a.state = 'approved' and c.written <> c.n) or (a.state <> 'approved' and c.written > 0 and not exists (select 1 from approval o where o.state = 'approved' and o.what = a.what))`,
  },
  {
    name: 'no code and no number was given twice',
    checked: sql`select count(*)::int as n from entry`,
    violations: sql`select 'code ' || code || ' belongs to ' || count(*) || ' entries' as v from entry group by code having count(*) > 1
      union all select 'number ' || number || ' belongs to ' || count(*) || ' entries' from entry group by number having count(*) > 1`,
  },
  {
    name: 'each registered version is named in exactly one receipt',
    checked: sql`select count(*)::int as n from entry_version`,
    violations: sql`select 'version ' || ev.n || ' of ' || e.code || case
          when l.id is null then ' is named in no receipt'
          when l.state = 'cancelled' and l.erasure_id is null then ' is named in a receipt that was cancelled'
          when l.kind not in (${words(receiptKinds)}) then ' is named in a letter that is no receipt'
          else ' belongs to a receipt that does not name it' end as v
      from entry_version ev join entry e on e.id = ev.entry_id
      left join receipt_version rv on rv.version_id = ev.id left join letter l on l.id = rv.letter_id
      where l.id is null or (l.state = 'cancelled' and l.erasure_id is null) or l.kind not in (${words(receiptKinds)}) or not exists (
        select 1 from jsonb_array_elements(l.facts -> 'entries') f where f ->> 'code' = e.code and f ->> 'version' = ev.n::text)`,
  },
  {
    name: 'no receipt names what was not registered',
    checked: sql`select count(*)::int as n from letter where kind in (${words(receiptKinds)})`,
    violations: sql`select 'letter ' || l.id || ' to ' || l.to_address || ' names ' || jsonb_array_length(l.facts -> 'entries') || ' versions, ' || count(rv.version_id) || ' of them are registered' as v
      from letter l left join receipt_version rv on rv.letter_id = l.id
      where l.kind in (${words(receiptKinds)}) and l.facts ? 'entries' group by l.id having jsonb_array_length(l.facts -> 'entries') <> count(rv.version_id)`,
  },
  {
    name: 'a receipt goes to an address that may speak for the entry, or did before staff changed it, or whereto staff sent it',
    checked: sql`select count(*)::int as n from receipt_version`,
    violations: sql`select 'letter ' || l.id || ' about ' || e.code || ' goes to ' || l.to_address || ', which may not speak for it' as v
      from receipt_version rv join letter l on l.id = rv.letter_id join entry_version ev on ev.id = rv.version_id join entry e on e.id = ev.entry_id
      where l.erasure_id is null and not exists (select 1 from entry_sender s where s.entry_id = e.id and s.address = l.to_address)
        and not exists (select 1 from entry_change c cross join jsonb_array_elements(c.before || c.after) s where s ->> 'entryId' = e.id::text and s -> 'senders' ? l.to_address)
        and not exists (select 1 from audit_event a left join audit_text t on t.id = a.detail #>> '{texts,newTo}' where a.action = 'release-letter' and a.subject = l.id::text
          and (t.text = l.to_address or t.erased_at is not null or a.detail ->> 'newTo' = l.to_address))`,
  },
];
