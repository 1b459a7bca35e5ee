import { describe, expect, it } from 'vitest';
import { samePerson } from '../../src/vietnamese/persons.ts';
import { processorMs } from '../support/processor.ts';

describe('two spellings of a name', () => {
  it.each([
    ['Nguyễn Văn Mẫu', 'NGUYỄN VĂN MẪU'], ['Nguyễn Văn Mẫu', 'NGUYEN VAN MAU'], ['Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'.normalize('NFD')],
    ['Trần Thị Hoà', 'Trần Thị Hòa'], ['Lê Thuỷ', 'LÊ THỦY'], ['Nguyễn-Văn-Mẫu', 'Nguyễn Văn Mẫu'], ['Đặng Thị Út', 'DANG THI UT'], ['Ðặng Thị Út', 'Đặng Thị Út'],
    ['Ông Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['bà Trần Thị Hoa', 'Trần Thị Hoa'], ['Anh Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['Chị Trần Hoa', 'Trần Hoa'],
    ['Đ/c Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['đ/c: Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['ThS. Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['TS.BS. Nguyễn Văn Mẫu', 'CN Nguyễn Văn Mẫu'], ['BSCK1. Lê Văn Tám', 'Lê Văn Tám'],
    ['Nguyễn Văn Mẫu, ThS', 'Nguyễn Văn Mẫu'], ['ThS, Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['Nguyễn Văn Mẫu (chủ nhiệm)', 'Nguyễn Văn Mẫu'], ['  Nguyễn   Văn Mẫu ', 'Nguyễn Văn Mẫu'], ['Đồng chí Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'],
    ['Thạc sĩ Nguyễn Văn Mẫu', 'Nguyễn Văn Mẫu'], ['Ong Nguyen Van Mau', 'Nguyễn Văn Mẫu'], ['Thạch Sa Rinh', 'Thạch Sa Rinh'], ['Ong Văn Tùng', 'ong văn tùng'], ['Bá Thị Lan', 'BÁ THỊ LAN'],
  ])('%j and %j are the same', (a, b) => {
    expect([samePerson(a, b), samePerson(b, a)]).toEqual(['same', 'same']);
  });

  it.each([
    ['Nguyễn Mẫu', 'Nguyễn Văn Mẫu'], ['Nguyễn Thị Mẫu', 'Nguyễn Thị Thanh Mẫu'], ['Nguyen Mau', 'Nguyễn Văn Mẫu'], ['N. V. Mẫu', 'Nguyễn Văn Mẫu'], ['Ng. Văn Mẫu', 'Nguyễn Văn Mẫu'], ['Nguyễn V. Mẫu', 'Nguyễn Văn Mẫu'],
    ['N.V.M', 'Nguyễn Văn Mẫu'], ['Mẫu', 'Nguyễn Văn Mẫu'], ['Mau Nguyen Van', 'Nguyen Van Mau'], ['NguyenVanMau', 'Nguyễn Văn Mẫu'], ['Nguyển Văn Mẫu', 'Nguyễn Văn Mẫu'], ['Dặng Văn Tám', 'Đặng Văn Tám'],
    ['Lê Thị Vỹ', 'Lê Thị Vĩ'], ['Tran Văn Mẫu', 'Trần Văn Mẫu'],
  ])('%j may be %j', (a, b) => {
    expect([samePerson(a, b), samePerson(b, a)]).toEqual(['maybe', 'maybe']);
  });

  it.each([
    ['Nguyễn Văn Hưng', 'Nguyễn Văn Hùng'], ['Nguyễn Văn Mẫu', 'Nguyễn Văn Mậu'], ['Nguyễn Văn Anh', 'Nguyễn Vân Anh'], ['Trần Thị Hoa', 'Trần Thị Hòa'], ['Nguyễn Văn Mẫu', 'Trần Văn Mẫu'], ['Nguyễn Văn Mẫu', 'Nguyễn Văn'],
    ['Nguyễn Văn Mẫu', 'Nguyễn Thị Mẫu'], ['Trần Mẫu', 'Nguyễn Văn Mẫu'], ['', 'Nguyễn Văn Mẫu'], ['', ''], ['Ông', 'Bà'], ['Bá Thị Lan', 'Thị Lan'], ['...', '...'], ['Nguyễn Văn Mẫu Đơn', 'Nguyễn Văn Mẫu'],
  ])('%j and %j are different', (a, b) => {
    expect([samePerson(a, b), samePerson(b, a)]).toEqual(['different', 'different']);
  });

  it('takes no time over names that nobody has', () => {
    const began = processorMs();
    for (const filling of ['A', 'A ', '(', '.', ',', "'", 'ông ', '(a']) samePerson(filling.repeat(500_000), 'Nguyễn Văn Mẫu');
    expect(processorMs() - began).toBeLessThan(500);
  });
});
