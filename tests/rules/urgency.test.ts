import { describe, expect, it } from 'vitest';
import { readMail } from '../../src/mail/read.ts';
import { letterMessageId } from '../../src/mail/token.ts';
import { byUrgency, promising, urgency } from '../../src/mail/urgency.ts';
import { takenUpTo } from '../../workers/mailbox/fetch-order.ts';
import { formatCode } from '../../src/entry/code.ts';
import { hauGiang } from '../support/contests.ts';
import { entryMail, mail, type Sketch } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';

const contest = hauGiang();
const looks = async (raw: Buffer | Promise<Buffer>): Promise<boolean> => promising((await readMail(await raw, { partBytes: 0 })).reading, contest, [TEST_KEY]);
const plain = (sketch: Sketch): Promise<boolean> => looks(mail({ subject: 'Chào bạn', text: 'Xin chào', ...sketch }));

describe('what may be an entry, by its head', () => {
  it('brings files, says so, names a code, or answers a letter of ours', async () => {
    const letter = letterMessageId('receipt', '0b8e0b43-9d54-4f0e-9c6b-0f6f8f2f8a11', 'contest.test', [TEST_KEY]);
    expect(await looks(entryMail('Một cửa'))).toBe(true);
    expect(await plain({ subject: 'BÀI DỰ THI cải cách' })).toBe(true);
    expect(await plain({ subject: `Về bài ${formatCode(contest.codePrefix, 12)}` })).toBe(true);
    expect(await plain({ inReplyTo: letter })).toBe(true);
    expect(await plain({ messageId: letter })).toBe(true);
  });

  it('is not what says nothing of a contest, claims a letter we did not sign, or was sent by a machine', async () => {
    expect(await plain({ subject: 'Special offer 12', text: 'Bài dự thi' })).toBe(false);
    expect(await plain({ inReplyTo: letterMessageId('receipt', '0b8e0b43-9d54-4f0e-9c6b-0f6f8f2f8a11', 'contest.test', ['another key of 32 bytes or more, forged']) })).toBe(false);
    expect(await plain({ subject: 'Bài dự thi', headers: { Precedence: 'bulk' } })).toBe(false);
    expect(await plain({ subject: 'Bài dự thi', headers: { 'Auto-Submitted': 'auto-generated' } })).toBe(false);
  });
});

describe('the order of urgency', () => {
  it('puts everybody\'s first mail before anybody\'s third, and a promising one before what says nothing', () => {
    expect(urgency({ promising: true, earlier: 0 })).toBe(0);
    expect(urgency({ promising: true, earlier: 30 })).toBeLessThan(urgency({ promising: false, earlier: 0 }));
    expect(urgency({ promising: false, earlier: 1_000_000 })).toBeLessThanOrEqual(1_000);
    const order = byUrgency([
      ...Array.from({ length: 5 }, (_, n) => ({ from: 'busy@x.test', promising: true, n })), { from: 'stranger@x.test', promising: false, n: 5 }, { from: 'entrant@x.test', promising: true, n: 6 }, { from: null, promising: true, n: 7 },
    ]);
    expect(order.map(({ n }) => n)).toEqual([0, 6, 7, 1, 2, 3, 4, 5]);
  });

  it('moves the cursor only over what was taken in without a gap', () => {
    const listed = [3, 5, 9, 12].map((uid) => ({ uid, size: 1, internalDate: new Date(0) }));
    expect(takenUpTo(listed, new Set([9, 12]))).toBeNull();
    expect(takenUpTo(listed, new Set([3, 12]))).toBe(3);
    expect(takenUpTo(listed, new Set([3, 5, 9, 12]))).toBe(12);
    expect(takenUpTo([], new Set())).toBeNull();
  });
});
