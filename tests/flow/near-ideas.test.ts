import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { originalitySettings } from '../../schemas/similarity.ts';
import { forgetEntryTexts, nearIdeasOf } from '../../src/store/similarity.ts';
import { entryMail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

/** A model on loopback: what speaks of waiting lies in one direction, all else in another. */
let server: Server;
let answers: 'vectors' | 'refusal' = 'vectors';
const asked: { input: string[]; key: string | undefined }[] = [];
let stage: Stage;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => { body += part.toString(); });
    request.on('end', () => {
      const { input } = JSON.parse(body) as { input: string[] };
      asked.push({ input, key: request.headers.authorization });
      if (answers === 'refusal') return response.writeHead(404).end('{"error":"no such model"}');
      response.end(JSON.stringify({ data: input.map((text, index) => ({ index, embedding: /chờ|xếp hàng/i.test(text) ? [1, 0.1] : [0.1, 1] })) }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`;
  stage = await openStage({ embeddingsKey: 'the key', changes: (c) => ({ ...c, checks: { ...c.checks, originality: originalitySettings.parse({ embeddings: { url, model: 'm' } }) } }) });
});
afterAll(async () => {
  await stage.stop();
  server.closeAllConnections();
  server.close();
});

const entered = async (title: string, from: string, about: string): Promise<string> => {
  await stage.send(await entryMail(title, { from, attachments: [{ filename: 'Thuyết minh.txt', content: about.length > 200 ? about : `${about} `.repeat(12), contentType: 'text/plain; charset=utf-8' }] }), from);
  return (await stage.entries()).at(-1)!.entry.code;
};
const versionOf = async (code: string) => (await stage.entries()).find((e) => e.entry.code === code)!;
const nearIn = async (code: string) => (await versionOf(code)).version!.findings.filter((f) => f.code === 'near-idea');
const dead = () => stage.service.services.db.transaction((tx) => tx.run<{ n: number }>("select count(*)::int as n from job where name = 'compare-meaning' and dead_at is not null"));

describe('an idea told in other words', () => {
  it('is shown to staff with both entries, as a guess of a machine and no sign of a copy; no entrant hears of it', async () => {
    const one = await entered('Bản đồ điểm chờ', 'an@people.test', 'Người dân xem trước nơi nào đang đông rồi mới đi, nhờ số liệu của từng quầy.');
    const two = await entered('Đèn báo xếp hàng', 'binh@people.test', 'Một ngọn đèn trước cửa cho biết khi nào nên vào làm thủ tục và khi nào nên quay lại.');
    const other = await entered('Hộp thư góp ý', 'chi@people.test', 'Mã QR để gửi nhận xét về thái độ phục vụ, trả lời trong hai ngày làm việc.');
    await until('both to know of each other', async () => ((await nearIn(one)).length === 1 && (await nearIn(two)).length === 1) || null);
    await stage.idle();
    const [finding] = await nearIn(two);
    expect(finding).toMatchObject({ check: 'originality', severity: 'info', forEntrant: '', forStaff: `Máy đoán ý tưởng gần với bài ${one} “Bản đồ điểm chờ” (độ gần 100%). Đây chỉ là phỏng đoán của máy, không phải dấu hiệu sao chép.` });
    expect([await nearIn(other), (await versionOf(one)).entry.state]).toEqual([[], 'under-check']);
    expect((await versionOf(one)).version!.findings.filter((f) => f.code.startsWith('overlap'))).toEqual([]);
    expect((await stage.letters()).filter((l) => l.text.includes('gần với bài'))).toEqual([]);
    expect(asked[0]?.key).toBe('Bearer the key');
    expect(asked[0]?.input[0]).toMatch(/^Bản đồ điểm chờ\n/);
  });

  it('goes with the texts of an entry that is forgotten', async () => {
    const [{ entry }] = (await stage.entries()) as [Awaited<ReturnType<Stage['entries']>>[number]];
    const others = (await stage.entries()).slice(1);
    await stage.service.services.db.transaction((tx) => forgetEntryTexts(tx, entry.id));
    expect(await Promise.all(others.map((o) => stage.service.services.db.transaction((tx) => nearIdeasOf(tx, o.entry.id))))).toEqual(others.map(() => []));
  });

  it('is not known where the service refuses: the entry is registered, answered and compared by its words all the same', async () => {
    answers = 'refusal';
    const about = 'Mỗi buổi sáng tổ một cửa gọi cho những người có hồ sơ đến hạn trong ngày để họ khỏi đi lại nhiều lần mà chưa có kết quả, và ghi lại ai chưa nghe máy để gọi vào buổi chiều. Cuối tuần tổ trưởng xem lại sổ, hỏi vì sao vài nhà chưa đến nhận, rồi nhờ trưởng ấp báo giúp những cụ già không dùng điện thoại di động.';
    const one = await entered('Gọi trước khi trả hồ sơ', 'dung@people.test', about);
    const two = await entered('Cuộc gọi buổi sáng', 'em@people.test', about);
    await until('the copy to be found', async () => (await versionOf(two)).version!.findings.some((f) => f.code === 'overlap-entry') || null);
    await until('the jobs to be given up', async () => (await dead())[0]!.n === 2 || null);
    expect([(await versionOf(one)).entry.state, (await versionOf(two)).entry.state, await nearIn(two)]).toEqual(['under-check', 'under-check', []]);
    expect((await stage.letters()).filter((l) => l.kind === 'receipt' && ['dung@people.test', 'em@people.test'].includes(l.toAddress))).toHaveLength(2);
  });
});

describe('a contest that names no service', () => {
  it('asks nobody', async () => {
    const plain = await openStage({ changes: (c) => ({ ...c, checks: { ...c.checks, originality: originalitySettings.parse({}) } }) });
    try {
      const before = asked.length;
      await plain.send(await entryMail('Bản đồ điểm chờ'));
      expect([plain.service.services.embeddings, asked.length]).toEqual([null, before]);
      expect(await plain.service.services.db.transaction((tx) => tx.run("select 1 from job where name = 'compare-meaning'"))).toEqual([]);
    } finally {
      await plain.stop();
    }
  });
});
