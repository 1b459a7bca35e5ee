/** Amounts in words, as Vietnamese papers state them beside the digits: 31.000.000 is "ba mươi mốt triệu đồng". */

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const GROUPS = ['', ' nghìn', ' triệu'];

/** @param n a whole number from 0 to below 10^15 */
export function numberInVietnamese(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0 || n >= 1e15) throw new RangeError(`not an amount: ${n}`);
  if (n === 0) return 'không';
  const billions = Math.floor(n / 1e9);
  if (billions > 0) {
    const rest = n % 1e9;
    return `${numberInVietnamese(billions)} tỷ${rest === 0 ? '' : ` ${belowBillion(rest, true)}`}`;
  }
  return belowBillion(n, false);
}

/** "15.000.000 đồng (bằng chữ: Mười lăm triệu đồng)" needs the second half. */
export function amountInVietnamese(n: number): string {
  const words = `${numberInVietnamese(n)} đồng`;
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** @param behind something stands before it: its leading zeros are said */
function belowBillion(n: number, behind: boolean): string {
  const groups = [Math.floor(n / 1e6), Math.floor(n / 1e3) % 1e3, n % 1e3];
  let said = behind;
  return groups.flatMap((group, i) => {
    if (group === 0) return [];
    const words = `${belowThousand(group, said)}${GROUPS[2 - i] ?? ''}`;
    said = true;
    return [words];
  }).join(' ');
}

function belowThousand(n: number, behind: boolean): string {
  const [hundreds, tens, units] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const words = hundreds > 0 || behind ? [`${DIGITS[hundreds]} trăm`] : [];
  if (tens === 0 && units > 0 && words.length > 0) words.push('linh');
  if (tens === 1) words.push('mười');
  if (tens > 1) words.push(`${DIGITS[tens]} mươi`);
  if (units > 0) words.push(unit(units, tens));
  return words.join(' ');
}

/** mốt and tư behind mươi, lăm behind mười and mươi. */
function unit(units: number, tens: number): string {
  if (units === 1 && tens > 1) return 'mốt';
  if (units === 4 && tens > 1) return 'tư';
  return units === 5 && tens > 0 ? 'lăm' : DIGITS[units] ?? '';
}
