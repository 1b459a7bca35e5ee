import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Agency } from '../../schemas/agency.ts';
import { agenciesToCsv, completeAgencies, readAgencies } from '../../src/contest/agencies.ts';
import { matchAgency } from '../../src/vietnamese/agencies.ts';
import { fold } from '../../src/vietnamese/fold.ts';
import { processorMs } from '../support/processor.ts';

const csv = readFileSync('contests/hau-giang-2024/agencies.csv', 'utf8');
const { agencies, faults } = readAgencies(csv);
const match = (text: string, on = '2024-07-15'): string => {
  const found = matchAgency(text, agencies, { on });
  return found.state === 'one' ? found.agency.id : found.state === 'several' ? `? ${found.agencies.map((a) => a.id).sort().join(' ')}` : 'none';
};

describe('the registry of the contest', () => {
  it('is read without a fault', () => {
    expect(faults).toEqual([]);
    const count = (kind: Agency['kind']): number => agencies.filter((a) => a.kind === kind).length;
    expect([count('province'), count('department'), count('body'), count('city') + count('town') + count('district'), count('commune'), count('ward'), count('township')]).toEqual([1, 15, 4, 8, 51, 13, 11]);
  });

  it('puts every commune under its district', () => {
    const below = (id: string): number => agencies.filter((a) => a.parent === id).length;
    expect(['tp-vi-thanh', 'tp-nga-bay', 'h-chau-thanh-a', 'h-chau-thanh', 'h-phung-hiep', 'h-vi-thuy', 'h-long-my', 'tx-long-my'].map(below)).toEqual([9, 6, 10, 8, 15, 10, 8, 9]);
  });

  it('finds each agency by its name, with and without diacritics, unless another folds to the same', () => {
    for (const agency of agencies) {
      expect(match(agency.name), agency.name).toBe(agency.id);
      expect([agency.id, ...agencies.filter((a) => a !== agency && fold(a.name) === fold(agency.name)).map((a) => `? ${[a.id, agency.id].sort().join(' ')}`)]).toContain(match(fold(agency.name)));
      for (const alias of agency.aliases) expect(match(alias), alias).toBe(agency.id);
    }
  });

  it('ends with the province', () => {
    expect(match('Sở Nội vụ', '2025-06-30')).toBe('so-noi-vu');
    expect(match('Sở Nội vụ', '2025-07-01')).toBe('none');
  });
});

describe('the agency that a text names', () => {
  it.each([
    // the traps
    ['UBND huyện Châu Thành', 'h-chau-thanh'], ['UBND huyện Châu Thành A', 'h-chau-thanh-a'], ['chau thanh a', 'h-chau-thanh-a'], ['ubnd huyen chau thanh a', 'h-chau-thanh-a'], ['H. Châu Thành A, tỉnh Hậu Giang', 'h-chau-thanh-a'],
    ['huyện Long Mỹ', 'h-long-my'], ['thị xã Long Mỹ', 'tx-long-my'], ['TX. Long Mỹ', 'tx-long-my'], ['UBND TX Long Mỹ', 'tx-long-my'], ['Long Mỹ', '? h-long-my tx-long-my'], ['UBND Long Mỹ', '? h-long-my tx-long-my'], ['xã Long Mỹ', '? h-long-my tx-long-my'],
    ['xã Vĩnh Tường', 'x-vinh-tuong'], ['phường Vĩnh Tường', 'p-vinh-tuong'], ['Vĩnh Tường', '? p-vinh-tuong x-vinh-tuong'], ['Vĩnh Tường, Long Mỹ', 'p-vinh-tuong'], ['Vĩnh Tường, huyện Vị Thuỷ', 'x-vinh-tuong'],
    ['xã Vị Thanh', 'x-vi-thanh'], ['X. Vị Thanh, H. Vị Thủy', 'x-vi-thanh'], ['TP Vị Thanh', 'tp-vi-thanh'], ['TP.Vị Thanh', 'tp-vi-thanh'], ['thành phố Vị Thanh', 'tp-vi-thanh'], ['Vị Thanh', '? tp-vi-thanh x-vi-thanh'], ['Vị Thanh, Vị Thủy', 'x-vi-thanh'], ['TPVT', 'tp-vi-thanh'],
    ['xã Vị Thủy', 'x-vi-thuy'], ['huyện Vị Thuỷ', 'h-vi-thuy'], ['Vị Thủy', '? h-vi-thuy x-vi-thuy'], ['vi thuy', '? h-vi-thuy x-vi-thuy'], ['xã Vị Thuỷ, huyện Vị Thuỷ', 'x-vi-thuy'],
    ['Bình Thạnh', 'p-binh-thanh'], ['phường Bình Thạnh', 'p-binh-thanh'], ['binh thanh', '? p-binh-thanh x-binh-thanh'], ['xã Bình Thành', 'x-binh-thanh'], ['xã Bình Thạnh', '? p-binh-thanh x-binh-thanh'], ['xã Bình Thạnh, huyện Phụng Hiệp', 'x-binh-thanh'], ['Q. Bình Thạnh, TP.HCM', 'none'], ['quận Bình Thạnh', 'none'],
    ['P. VII, TP Vị Thanh', 'p-7'], ['P.V, TP Vị Thanh', 'p-5'], ['phường 3', 'p-3'], ['P3 TP Vị Thanh', 'p-3'], ['UBND phường III', 'p-3'], ['phuong 7 tp vi thanh', 'p-7'], ['Phường 2, TP Vị Thanh', 'none'], ['phường 3, TP Sóc Trăng', 'none'], ['F.4, TPVT', 'p-4'],
    ['Sở TT&TT', 'so-thong-tin-va-truyen-thong'], ['Sở TTTT', 'so-thong-tin-va-truyen-thong'], ['Sở KH&ĐT', 'so-ke-hoach-va-dau-tu'], ['Sở KHĐT tỉnh Hậu Giang', 'so-ke-hoach-va-dau-tu'], ['Sở KH&CN', 'so-khoa-hoc-va-cong-nghe'],
    ['Sở LĐ-TB&XH', 'so-lao-dong-thuong-binh-va-xa-hoi'], ['Sở LĐTBXH', 'so-lao-dong-thuong-binh-va-xa-hoi'], ['Sở LĐTB&XH', 'so-lao-dong-thuong-binh-va-xa-hoi'], ['sở lđ - tbxh', 'so-lao-dong-thuong-binh-va-xa-hoi'], ['Sở Lao động, Thương binh và Xã hội', 'so-lao-dong-thuong-binh-va-xa-hoi'],
    ['Sở GDĐT', 'so-giao-duc-va-dao-tao'], ['Sở NN-PTNT', 'so-nong-nghiep-va-phat-trien-nong-thon'], ['Sở Văn hoá Thể thao & Du lịch', 'so-van-hoa-the-thao-va-du-lich'], ['Sở VHTT&DL', 'so-van-hoa-the-thao-va-du-lich'], ['SỞ NỘI VỤ TỈNH HẬU GIANG', 'so-noi-vu'], ['so noi vu tinh hau giang', 'so-noi-vu'],
    // units of an agency
    ['Phòng Tư pháp huyện Châu Thành A', 'h-chau-thanh-a'], ['Phòng Hành chính tư pháp, Sở Tư pháp', 'so-tu-phap'], ['Phòng Tư pháp', 'none'], ['Phòng Nội vụ TP Ngã Bảy', 'tp-nga-bay'], ['Phòng Nội vụ thị xã Long Mỹ, tỉnh Hậu Giang', 'tx-long-my'],
    ['Văn phòng HĐND và UBND huyện Phụng Hiệp', 'h-phung-hiep'], ['Bộ phận Một cửa UBND xã Vị Thắng, huyện Vị Thủy', 'x-vi-thang'], ['Chủ tịch UBND xã Tân Hoà', 'x-tan-hoa'], ['Chi cục Kiểm lâm, Sở Nông nghiệp và PTNT', 'so-nong-nghiep-va-phat-trien-nong-thon'],
    ['Phòng Tư pháp Châu Thành A', 'h-chau-thanh-a'], ['Trường THPT Vị Thanh - Sở GD&ĐT', 'so-giao-duc-va-dao-tao'], ['Bệnh viện Đa khoa tỉnh, Sở Y tế', 'so-y-te'], ['Phòng Tin học, Văn phòng UBND tỉnh Hậu Giang', 'van-phong-ubnd-tinh'], ['Văn phòng UBND huyện Vị Thủy', 'h-vi-thuy'],
    ['UBMTTQVN tỉnh Hậu Giang', 'ubmttqvn-tinh'], ['Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh', 'ubmttqvn-tinh'], ['Ban Tuyên giáo Tỉnh uỷ Hậu Giang', 'ban-tuyen-giao-tinh-uy'], ['Đảng uỷ Khối các cơ quan và doanh nghiệp tỉnh', 'dang-uy-khoi'], ['UBND tỉnh Hậu Giang', 'hau-giang'],
    ['Phòng Xây dựng Chính quyền và Cải cách hành chính, Sở Nội vụ, số 8 đường Ngô Quyền, khu vực 4, phường V, thành phố Vị Thanh, tỉnh Hậu Giang', 'so-noi-vu'], ['Uỷ ban nhân dân xã Đông Phước A, huyện Châu Thành', 'x-dong-phuoc-a'],
    ['xã Trường Long A', 'x-truong-long-a'], ['xã Phương Phú, huyện Phụng Hiệp', 'x-phuong-phu'], ['xa phuong binh', 'x-phuong-binh'], ['TT. Một Ngàn, H. Châu Thành A', 'tt-mot-ngan'], ['TT 1.000, Châu Thành A', 'tt-mot-ngan'], ['thị trấn Bảy Ngàn', 'tt-bay-ngan'], ['U.B.N.D xã Tân Long', 'x-tan-long'], ['UBND P. Lái Hiếu', 'p-lai-hieu'],
    // not agencies of the registry
    ['Công ty TNHH Thủy sản Tân Phú Thạnh, KCN Tân Phú Thạnh, huyện Châu Thành A', 'none'], ['Công ty Cổ phần Vị Thanh', 'none'], ['HTX Nông nghiệp xã Vị Thắng', 'none'], ['Cục Thuế tỉnh Hậu Giang', 'none'], ['Công an tỉnh Hậu Giang', 'none'], ['Kho bạc Nhà nước Hậu Giang', 'none'],
    ['Công an xã Vị Thắng', 'none'], ['BHXH huyện Long Mỹ', 'none'], ['Toà án nhân dân huyện Phụng Hiệp', 'none'], ['Chi cục Thuế khu vực Vị Thanh', 'none'], ['Thanh tra tỉnh Hậu Giang', 'none'], ['Ban Dân tộc tỉnh Hậu Giang', 'none'], ['Hội Nông dân huyện Vị Thủy', 'none'], ['Huyện ủy Long Mỹ', 'none'],
    ['Trường Tiểu học Vị Thắng 1, huyện Vị Thủy', 'none'], ['Trường Mầm non Hoa Mai, xã Vị Thắng', 'none'], ['Trung tâm Y tế huyện Long Mỹ', 'none'], ['ấp 5, xã Vị Thắng, huyện Vị Thủy', 'none'], ['Người dân xã Vị Thắng', 'none'], ['Chợ Cái Tắc', 'none'], ['Khách sạn Vị Thanh', 'none'], ['Vị Thanh Hotel', 'none'],
    ['xã Tân Phú, huyện Tân Phú, tỉnh Đồng Nai', 'none'], ['Sở Nội vụ tỉnh Kiên Giang', 'none'], ['so noi vu tinh kien giang', 'none'], ['Sở Tư pháp TP Cần Thơ', 'none'], ['UBND xã Vị Lạ, huyện Vị Thủy', 'none'], ['Bộ Nội vụ', 'none'], ['UBND xã', 'none'], ['tỉnh', 'none'], ['', 'none'], ['nội vụ', 'none'], ['constructor', 'none'],
    // two at once
    ['Sở Nội vụ và UBND huyện Vị Thủy', '? h-vi-thuy so-noi-vu'], ['UBND huyện Vị Thủy; UBND huyện Long Mỹ', '? h-long-my h-vi-thuy'], ['xã Tân Phú, huyện Châu Thành A', '? h-chau-thanh-a x-tan-phu'], ['Sở Tư pháp huyện Vị Thủy', '? h-vi-thuy so-tu-phap'], ['Phụng Hiệp', '? h-phung-hiep x-phung-hiep'], ['Ngã Bảy', '? p-nga-bay tp-nga-bay'],
    // slips
    ['Sở Nội vuj', 'so-noi-vu'], ['Sở Tài nguyên và Môi trườg', 'so-tai-nguyen-va-moi-truong'], ['huyện Phụng Hiepj', 'h-phung-hiep'], ['UBND huyện Phụng Hịêp', 'h-phung-hiep'], ['Sở Kế hoạch và Đầu từ', 'so-ke-hoach-va-dau-tu'], ['huyện Chau Thnah A', 'h-chau-thanh-a'],
    ['xã Tân Phú Thạh', '? x-tan-phu x-tan-phu-thanh'], ['huyện Châu Thành B', '? h-chau-thanh h-chau-thanh-a'], ['xã Vị Thangh', '? x-vi-thang x-vi-thanh'], ['xã Vĩnh Viễn', '? tt-vinh-vien'], ['phường 8', 'none'], ['UBND huyện Vị Thũy', 'h-vi-thuy'], ['xã Đông Thành', '? x-dong-thanh'], ['xã Đông Thành, huyện Châu Thành', 'x-dong-thanh'], ['UBND xã Vị Thăng', '? x-vi-thang'],
    ['Long Phú, Sóc Trăng', 'none'], ['Phú Tân, An Giang', 'none'], ['xã Tân Phú, Đồng Nai', 'none'], ['huyện Châu Thành, Bến Tre', 'none'], ['UBND huyện Châu Thành, tỉnh Tiền Giang', 'none'], ['Hậu Giang', 'none'], ['tỉnh Hậu Giang', 'hau-giang'],
    ['Phòng VH&TT huyện Vị Thủy', 'h-vi-thuy'], ['TT Y tế huyện Vị Thủy', 'none'], ['Công chức Văn phòng - Thống kê UBND xã Thuận Hòa', 'x-thuan-hoa'], ['Nhân viên - Khách sạn Xuân, xã Vị Thanh', 'none'], ['Trường THCS Lê Quý Đôn, UBND TP Vị Thanh', 'tp-vi-thanh'], ['Tổ công nghệ số ấp 3 xã Vị Đông', 'none'],
    ['Sở Tài chính - Kế hoạch', '? so-tai-chinh'], ['Sở Nội vụ - Phòng Cải cách hành chính', 'so-noi-vu'], ['Sở Nội vụ tỉnh', 'so-noi-vu'], ['Sở Y tế, khoa Nội', 'so-y-te'], ['Sở Lao động TBXH', 'so-lao-dong-thuong-binh-va-xa-hoi'], ['Trung tâm Y tế TP Vị Thanh, Sở Y tế', '? so-y-te tp-vi-thanh'], ['UBND xã Vị Trung huyện Long Mỹ', '? h-long-my x-vi-trung'], ['Thị trấn Long Mỹ', '? h-long-my tx-long-my'], ['Sở Ngoại vụ tỉnh Hậu Giang', 'none'],
  ])('of %j is %s', (text, expected) => {
    expect(match(text)).toBe(expected);
    expect(match(text.normalize('NFD'))).toBe(expected);
  });

  it('says how it was found', () => {
    const how = (text: string) => matchAgency(text, agencies);
    expect([how('Sở Nội vụ'), how('Sở NV'), how('Châu Thành A'), how('Sở Nội vuj')].map((f) => f.state === 'one' && f.how)).toEqual(['name', 'alias', 'part', 'slip']);
  });

  it('takes no time over texts that nobody writes', () => {
    const began = processorMs();
    for (const filling of ['so ', 'xã Vị ', 'A.', 'huyện ', 'p.', ', ', 'UBND ', '1.000', 'é']) matchAgency(filling.repeat(200_000), agencies);
    expect(processorMs() - began).toBeLessThan(2_000);
  });
});

describe('agencies.csv', () => {
  const head = 'id,name,kind,parent,aliases,valid_from,valid_to,source\n';
  const told = (text: string): string[] => readAgencies(text).faults.map((f) => `${f.line} ${f.at}: ${f.told}`);

  it('is written again as it was read', () => {
    expect(readAgencies(agenciesToCsv(agencies))).toEqual({ agencies, faults: [] });
    const hostile: Agency[] = [{ id: 'a', name: '#1 "Sở", x\ny'.replace('\n', ' '), kind: 'body', parent: null, aliases: ['b', 'c, d'], validFrom: '2024-01-01', validTo: null, source: null }];
    expect(readAgencies(agenciesToCsv(hostile)).agencies).toEqual(hostile);
  });

  it('is completed by a list that names its agencies as parents', () => {
    const added = readAgencies(`${head}thanh-tra-tinh,Thanh tra tỉnh,body,hau-giang,,,,staff\nso-noi-vu,Sở Nội vụ,department,hau-giang,SNV,,,staff\n`, agencies);
    expect(added.faults).toEqual([]);
    const complete = completeAgencies(agencies, added.agencies);
    expect(complete).toHaveLength(agencies.length + 1);
    expect(['SNV', 'Thanh tra tỉnh Hậu Giang'].map((text) => matchAgency(text, complete))).toMatchObject([{ agency: { id: 'so-noi-vu' } }, { agency: { id: 'thanh-tra-tinh' } }]);
    expect(readAgencies(`${head}h-long-my,Huyện Long Mỹ,district,x-xa-phien,,,,\n`, agencies).faults).toEqual([{ line: 2, at: 'parent', told: '"h-long-my" would belong to itself through "x-xa-phien"' }]);
  });

  it('may come from any spreadsheet', () => {
    expect(readAgencies('\ufeffID;Name;Kind;Aliases\r\n# a note\r\nx;Sở X;department;"SX;SXX"\r\n').agencies).toEqual([{ id: 'x', name: 'Sở X', kind: 'department', parent: null, aliases: ['SX', 'SXX'], validFrom: null, validTo: null, source: null }]);
    expect(readAgencies('id\tname\tkind\nx\tSở X\tbody\n').agencies).toHaveLength(1);
  });

  it('tells each fault with its line', () => {
    expect(told('id,nam,kind\n')).toEqual(['1 nam: unknown column; did you mean name?', expect.stringContaining('1 name: column is missing')]);
    expect(told(`${head}A B,,office,,,2024-02-31,24,\n`)).toEqual([expect.stringContaining('2 id: expected lower-case'), '2 name: expected a name (found nothing)', expect.stringContaining('2 kind: expected one of province'), expect.stringContaining('2 valid_from'), expect.stringContaining('2 valid_to')]);
    expect(told(`${head}a,A,body,,,2024-02-02,2024-01-01,\na,B,body\n`)).toEqual(['2 valid_to: is before valid_from (2024-02-02)', expect.stringContaining('3 : expected 8 cells (found 3)'), '3 id: "a" stands already on line 2']);
    expect(told(`${head}abc,A,body,abd,,,,\nb,B,body,c,,,,\nc,C,body,b,,,,\n`)).toEqual([expect.stringContaining('2 parent: no line has the id "abd"; did you mean abc?'), '3 parent: "b" would belong to itself through "c"', '4 parent: "c" would belong to itself through "b"']);
    expect(told(`${head}"a`)).toEqual([expect.stringContaining('not a valid CSV file')]);
    expect(told('')).toHaveLength(3);
    expect(readAgencies(`${head}a,A,office,,,,,\n`).agencies).toEqual([]);
  });
});
