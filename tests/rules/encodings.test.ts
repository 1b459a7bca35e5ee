import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/mail/charset.ts';
import { recognise, repairVietnamese, type Encoding } from '../../src/vietnamese/encodings.ts';
import { processorMs } from '../support/processor.ts';
import { shared } from '../support/shared.ts';

/** What people write: names in capitals, addresses, quotes, numbers, subjects of one line, names of files. */
const texts = [
  'Cộng hòa xã hội chủ nghĩa Việt Nam\r\nĐộc lập - Tự do - Hạnh phúc\r\n',
  'PHIẾU ĐĂNG KÝ DỰ THI\nHọ và tên: NGUYỄN THỊ MẪU ĐƠN\nĐơn vị: ỦY BAN NHÂN DÂN XÃ VỊ THẮNG',
  'Bài dự thi cải cách hành chính năm 2024',
  'Trả lời: Đề nghị bổ sung hồ sơ',
  'Bao_cao_sáng_kiến_tiếp_công_dân_2024.docx',
  'Địa chỉ: số 8 đường Ngô Quyền, khu vực 4, phường V, thành phố Vị Thanh, tỉnh Hậu Giang. ĐT: 0293.3878.001',
  'Chủ tịch nói: "Việc gì có lợi cho dân, ta phải hết sức làm" (trích). Kính gửi Quý Ban Tổ chức!',
  'Kinh phí 10.000.000 đồng; tiết kiệm 35% thời gian, giảm từ 15 ngày xuống còn 7 ngày làm việc.',
  'Em tên là Lý Thị Ý Nhi, chuyên viên Phòng Lao động - Thương binh và Xã hội huyện Châu Thành A.',
  'GIẤY XÁC NHẬN\nÔng LÝ VĂN BẢY, sinh năm 1980, hiện công tác tại UBND phường Bình Thạnh, thị xã Long Mỹ.',
  'Giải pháp: khuyến khích người dân nộp hồ sơ trực tuyến qua Cổng dịch vụ công quốc gia; hướng dẫn từng bước bằng hình ảnh, có mã QR, e-mail và Zalo.',
  'Danh sách: Trần Thị Ánh, Phạm Thị Út Em, Võ Văn Ẩn',
];

const toneOf: Record<string, number> = { '\u0300': 0, '\u0309': 1, '\u0303': 2, '\u0301': 3, '\u0323': 4 };
const parts = (letter: string): { base: string; tone: string } => {
  const marks = letter.normalize('NFD');
  const tone = [...marks].find((m) => m in toneOf) ?? '';
  return { base: marks.replace(tone, '').normalize('NFC'), tone };
};
const bytesOf = (text: string, encode: (letter: string) => number[]): Buffer => Buffer.from([...text.normalize('NFC')].flatMap((c) => ((c.codePointAt(0) ?? 0) < 0x80 ? [c.charCodeAt(0)] : encode(c))));

/** TCVN3 as the keyboard programs wrote it: a capital with a tone is the small letter's byte, drawn in .VnTimeH. */
const plainTcvn3: Record<string, number> = { Ă: 0xa1, Â: 0xa2, Ê: 0xa3, Ô: 0xa4, Ơ: 0xa5, Ư: 0xa6, Đ: 0xa7, ă: 0xa8, â: 0xa9, ê: 0xaa, ô: 0xab, ơ: 0xac, ư: 0xad, đ: 0xae };
const tonedTcvn3: Record<string, number[]> = {
  a: [0xb5, 0xb6, 0xb7, 0xb8, 0xb9], ă: [0xbb, 0xbc, 0xbd, 0xbe, 0xc6], â: [0xc7, 0xc8, 0xc9, 0xca, 0xcb], e: [0xcc, 0xce, 0xcf, 0xd0, 0xd1], ê: [0xd2, 0xd3, 0xd4, 0xd5, 0xd6], i: [0xd7, 0xd8, 0xdc, 0xdd, 0xde],
  o: [0xdf, 0xe1, 0xe2, 0xe3, 0xe4], ô: [0xe5, 0xe6, 0xe7, 0xe8, 0xe9], ơ: [0xea, 0xeb, 0xec, 0xed, 0xee], u: [0xef, 0xf1, 0xf2, 0xf3, 0xf4], ư: [0xf5, 0xf6, 0xf7, 0xf8, 0xf9], y: [0xfa, 0xfb, 0xfc, 0xfd, 0xfe],
};
const tcvn3 = (text: string): Buffer => bytesOf(text, (c) => {
  const { base, tone } = parts(c);
  return [tone === '' ? plainTcvn3[c] ?? 0x3f : tonedTcvn3[base.toLowerCase()]?.[toneOf[tone] ?? 0] ?? 0x3f];
});

/** VNI-Windows: grave, hook, tilde, acute, dot behind plain, circumflex and breve vowels. */
const vniAccents: Record<string, string> = { '': 'øûõùï', '\u0302': 'àåãáä', '\u0306': 'èúüéë' };
const vniWhole: Record<string, string> = { đ: 'ñ', ư: 'ö', ơ: 'ô', ì: 'ì', ỉ: 'æ', ĩ: 'ó', í: 'í', ị: 'ò', ỵ: 'î' };
const vniShape: Record<string, string> = { '\u0302': 'â', '\u0306': 'ê' };
const vni = (text: string): Buffer => bytesOf(text, (c) => {
  const lower = c.toLowerCase();
  const upper = c !== lower;
  const { base, tone } = parts(lower);
  const shape = base.normalize('NFD').slice(1).replace('\u031b', '');
  const vowel = vniWhole[base] ?? base.normalize('NFD').charAt(0);
  const made = vniWhole[lower] ?? vowel + (tone === '' ? vniShape[shape] ?? '' : (vniAccents[shape] ?? '').charAt(toneOf[tone] ?? 0));
  return [...Buffer.from(upper ? made.toUpperCase() : made, 'latin1')];
});

/** windows-1258: the letter, then its tone as a byte of its own. */
const cp1258 = (text: string): Buffer => bytesOf(text, (c) => {
  const { base, tone } = parts(c);
  return [...iconv.encode(base + tone, 'windows-1258')];
});
const asUtf8Read = (charset: string) => (text: string): string => {
  const bytes = Buffer.from(text, 'utf8');
  return charset === 'latin1' ? bytes.toString('latin1') : [...bytes].map((b) => (b < 0x80 || b > 0x9f || [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(b) ? String.fromCharCode(b) : iconv.decode(Buffer.from([b]), 'windows-1252'))).join('');
};
const [latin1, cp1252] = [asUtf8Read('latin1'), asUtf8Read('cp1252')];

const ways: [string, Encoding, (text: string) => string][] = [
  ['NFD', 'decomposed', (t) => t.normalize('NFD')],
  ['mojibake by Latin-1', 'mojibake', latin1], ['mojibake by windows-1252', 'mojibake', cp1252],
  ['mojibake twice by Latin-1', 'mojibake-twice', (t) => latin1(latin1(t))], ['mojibake twice by windows-1252', 'mojibake-twice', (t) => cp1252(cp1252(t))],
  ['TCVN3', 'tcvn3', (t) => tcvn3(t).toString('latin1')], ['VNI', 'vni', (t) => vni(t).toString('latin1')],
  ['VISCII', 'viscii', (t) => iconv.encode(t, 'viscii').toString('latin1')], ['windows-1258', 'windows-1258', (t) => cp1258(t).toString('latin1')],
];

describe('texts in other encodings', () => {
  it.each(ways)('come back exactly from %s, and their encoding is told', (_, encoding, encode) => {
    for (const text of texts) expect(recognise(encode(text))).toEqual({ text, encoding, repaired: encoding !== 'decomposed' });
  });

  it.each(ways.slice(5))('come back from the bytes of %s, whatever the wrong charset made of them', (_, encoding, encode) => {
    for (const text of texts) {
      const bytes = Buffer.from(encode(text), 'latin1');
      expect(recognise(iconv.decode(bytes, 'windows-1252'), bytes)).toMatchObject({ text, encoding });
      expect(decodeText(bytes, 'us-ascii').text).toBe(text);
    }
  });

  it('come back with Windows line ends and behind a byte order mark', () => {
    const text = `\ufeff${(texts[1] ?? '').replaceAll('\n', '\r\n')}`;
    for (const [, , encode] of ways.slice(1, 5)) expect(recognise(encode(text)).text).toBe(text);
    expect(recognise(`\ufeff${tcvn3(text.slice(1)).toString('latin1')}`).text).toBe(text);
  });

  it('come back from TCVN3 that was sent on as Unicode characters, with its quotes', () => {
    expect(recognise(`“${tcvn3('Đề xuất giải pháp cải cách thủ tục hành chính').toString('latin1')}”`).text).toBe('“Đề xuất giải pháp cải cách thủ tục hành chính”');
  });

  it('keeps "Lý" as a name among small letters and makes it LÝ among capitals', () => {
    const names = 'Bà Lý Thị Mỹ và ông LÝ VĂN Ý, UBND huyện';
    expect(recognise(tcvn3(names).toString('latin1')).text).toBe(names);
  });
});

describe('texts that are right as they stand', () => {
  it.each([
    ['English', 'Dear committee, please find attached our entry. Naïve café résumé — “quoted” £100.'],
    ['French', 'Bonjour, veuillez trouver ci-joint le dossier complété. À bientôt, où êtes-vous passé? Été, forêt, garçon.'],
    ['French in short', 'Café déjà réservé'],
    ['German', 'Grüße aus München, die Prüfung der Anträge läuft. Schöne Grüße, Jörg Müller, Straße 5'],
    ['Portuguese', 'Não há informação. São Paulo, coração, ações, você está aqui amanhã?'],
    ['Spanish', '¿Qué tal? El niño pidió más información, señor Núñez. Adiós.'],
    ['Czech', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
    ['unaccented Vietnamese', 'Kinh gui Ban to chuc, toi xin gui bai du thi cai cach hanh chinh nam 2024'],
    ['Vietnamese and English', 'Dear all, tôi gửi bài dự thi “Smart one-stop shop” — please confirm. Trân trọng, Nguyễn Văn An'],
    ['Vietnamese with a name from elsewhere', 'Ông Müller và bà Hélène thăm xã Vị Thắng'],
    ['Vietnamese in pieces', 'Tên sáng ki n: Tr … ế ợ'],
    ['Chinese', '关于行政改革的建议'],
    ['Russian', 'Здравствуйте, прошу принять заявку'],
    ['signs', '© 2024 ® ™ ½ °C ±5 µm «à»'],
    ['one letter', 'é'],
    ['nothing', ''],
  ])('%s stays untouched', (_, text) => {
    expect(recognise(text)).toEqual({ text, encoding: 'unicode', repaired: false });
    for (const bytes of [Buffer.from(text, 'utf8'), iconv.encode(text, 'windows-1252')]) expect(repairVietnamese(text, bytes)).toBeNull();
  });

  it('VIQR is told and never converted, and questions are no VIQR', () => {
    const viqr = "Co^.ng hoa` xa~ ho^.i chu? nghi~a Vie^.t Nam";
    expect(recognise(viqr)).toEqual({ text: viqr, encoding: 'viqr', repaired: false });
    expect(recognise('Ban to chuc da nhan duoc chua? Khi nao co ket qua? Toi muon hoi.').encoding).toBe('unicode');
    expect(recognise("It's what we'd say. Isn't it? (a) yes, (b) no; see c++ and a.b.c").encoding).toBe('unicode');
  });
});

describe('long and hostile text', () => {
  it.each(['Ã', 'áº', 'a ', 'é', 'Ö', '…', 'A\u0301', '¸', "a^'", 'ý Ý '])('a megabyte of %j is judged in no time', (filling) => {
    const text = filling.repeat(1_000_000 / filling.length);
    const began = processorMs();
    recognise(text, Buffer.from(text));
    expect(processorMs() - began).toBeLessThan(4_000);
  }, 15_000);
});

const dir = shared('samples/legacy-text', 'texts in old encodings');
describe.skipIf(dir === null)('the samples of old encodings', () => {
  it.each(dir === null ? [] : readdirSync(dir))('%s is the reference exactly', (file) => {
    const bytes = readFileSync(join(dir ?? '', file));
    expect(decodeText(bytes, null).text).toBe(readFileSync(join(dir ?? '', 'reference_utf8_nfc.txt'), 'utf8'));
  });
});
