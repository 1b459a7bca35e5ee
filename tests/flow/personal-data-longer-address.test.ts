import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { erasePerson } from '../../workers/personal/erase.ts';
import { planErasure } from '../../workers/personal/plan.ts';
import type { Tx } from '../../src/store/database.ts';
import { entryMail, mail } from '../support/mails.ts';
import { bring, openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const AN = 'an@people.test';
const LAN = 'lan@people.test';
const asked = { addresses: [AN], names: [], codes: [] };

let stage: Stage;
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);

/** Of two people, the address of one ends that of the other; machines and staff write of both. */
beforeAll(async () => {
  stage = await openStage();
  await stage.send(await entryMail('Một cửa điện tử', { from: AN }), AN);
  await stage.send(await entryMail('Hộp thư góp ý bằng mã QR', { from: LAN, text: `Tên bài dự thi: Hộp thư góp ý bằng mã QR\nHọ và tên: Trần Thị Lan\nĐơn vị: UBND xã Vị Tân\nEmail: ${LAN}` }), LAN);
  for (const address of [AN, LAN, 'an@people.test.example.org']) await bring(stage.servers, bounce(address), '', 'contest@local.test');
  await until('the bounces', async () => { stage.service.wake(); return (await stage.messages()).filter((m) => m.kind === 'bounce' && m.outcome !== null).length === 3; });
  await stage.idle();
  const [, second] = await stage.entries();
  for (const reason of [`${LAN} báo qua điện thoại`, `theo lời nhắn:\n${AN} đã xem`, 'theo điện thoại']) {
    await inTx((tx) => editEntry(tx, stage.service.services, { by: 'Chị Lan', reason, letters: false }, second!.entry.code, { unit: `UBND xã Vị Tân, ${reason.length}` }));
  }
});
afterAll(() => stage.stop());

/** The address at the beginning of a line: in JSON it stands behind a backslash and a letter. */
function bounce(address: string): Buffer {
  return Buffer.from([
    'From: Mail Delivery System <mailer-daemon@people.test>', 'To: contest@local.test', 'Subject: Undelivered mail', `Message-ID: <bounce.${address.replace('@', '.')}@mx.test>`, 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', 'Content-Type: text/plain', '', 'This mail could not be delivered to', `${address}`, '', '--b', 'Content-Type: message/delivery-status', '',
    'Reporting-MTA: dns; people.test', '', `Final-Recipient: rfc822; ${address}`, 'Action: failed', 'Status: 5.1.1', '', '--b--', '',
  ].join('\r\n'));
}

describe('the address that is the end or the beginning of a longer one', () => {
  it('finds what machines wrote about it, and not what they wrote about the other', async () => {
    const { held } = await inTx((tx) => planErasure(tx, stage.service.services, asked));
    const bounces = held.messages.filter((m) => m.kind === 'bounce');
    expect(bounces.map((m) => m.messageId)).toEqual(['bounce.an.people.test@mx.test']);
  });

  it('leaves the bytes of a reply of staff that decided entries of others, too', async () => {
    const reply = async (subject: string) => (await stage.send(await mail({ from: 'staff@office.test', subject, text: `Về bài của ${AN}: đã xem.` }), 'staff@office.test')).message;
    const [alone, several] = [await reply('Bài thứ nhất'), await reply('Cả hai bài')];
    await stage.database.query("update message set kind = 'staff-reply' where id = any($1)", [[alone.id, several.id]]);
    const [first, second] = await stage.entries();
    for (const [message, entry] of [[alone, first], [several, first], [several, second]] as const) {
      await stage.database.query("insert into entry_decision (id, entry_id, version_id, word, actor, at, standing, rules_sha256, message_id) select gen_random_uuid(), v.entry_id, v.id, 'eligible', 'x', now(), 'x', v.rules_sha256, $2 from entry_version v where v.entry_id = $1 limit 1", [entry!.entry.id, message.id]);
    }
    const { held } = await inTx((tx) => planErasure(tx, stage.service.services, asked));
    expect([held.partly.map((m) => m.id), held.ofOthers.map((m) => m.id)]).toEqual([[alone.id], [several.id]]);
    await stage.database.query("delete from entry_decision where actor = 'x'");
    await stage.database.query("update message set kind = 'question' where id = any($1)", [[alone.id, several.id]]);
  });

  it('erased, leaves mails, words and reasons of the other as they were', async () => {
    const { hash } = await inTx((tx) => planErasure(tx, stage.service.services, asked));
    await inTx((tx) => erasePerson(tx, stage.service.services, asked, { by: 'Chị Hà', reason: 'theo yêu cầu', hash }));
    await stage.idle();
    const readings = (await stage.messages()).filter((m) => m.kind === 'bounce').map((m) => m.reading !== null);
    expect(readings).toEqual([false, true, true]);
    const reasons = await stage.database.query<{ text: string | null }>("select t.text from audit_text t join audit_event e on e.n = t.n where t.name = 'reason' and e.subject = $1 order by e.n", [(await stage.entries())[1]!.entry.code]);
    expect(reasons.map((r) => r.text)).toEqual([`${LAN} báo qua điện thoại`, null, 'theo điện thoại']);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});
