/** Numbers without rounding until somebody asks for it: 77.85 is 7785/100, and a third of 100 is 100/3. */

export type Exact = { n: bigint; /** above 0 */ d: bigint };
export type Rounding = 'half-up' | 'half-even';

export const ZERO: Exact = { n: 0n, d: 1n };

/** From a decimal text, "77.85" or "-3", or a number as it prints itself. @throws RangeError where it is none */
export function exact(value: string | number): Exact {
  const text = typeof value === 'number' ? decimalText(value) : value;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') throw new RangeError(`not a decimal number: ${text}`);
  return reduced(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length));
}

/** @param hundredths an integer */
export function fromHundredths(hundredths: number): Exact {
  return reduced(BigInt(hundredths), 100n);
}

export function add(a: Exact, b: Exact): Exact {
  return reduced(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Exact, b: Exact): Exact {
  return add(a, { n: -b.n, d: b.d });
}

export function times(a: Exact, b: Exact): Exact {
  return reduced(a.n * b.n, a.d * b.d);
}

/** Of at least one number. */
export function meanOf(values: Exact[]): Exact {
  if (values.length === 0) throw new RangeError('a mean of nothing');
  return times(values.reduce(add, ZERO), { n: 1n, d: BigInt(values.length) });
}

/** Below, at or above 0, for sorting upwards. */
export function compare(a: Exact, b: Exact): number {
  const [x, y] = [a.n * b.d, b.n * a.d];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** As a decimal text with exactly so many decimals, "77.9"; what lies between two goes to the nearer one, and by `rule` where both are as near. */
export function rounded(value: Exact, decimals: number, rule: Rounding = 'half-up'): string {
  const negative = value.n < 0n;
  const scaled = (negative ? -value.n : value.n) * 10n ** BigInt(decimals);
  const [whole, rest] = [scaled / value.d, (scaled % value.d) * 2n];
  const up = rest > value.d || (rest === value.d && (rule === 'half-up' || whole % 2n === 1n));
  const digits = String(up ? whole + 1n : whole).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

/** For what is only shown or estimated, never for what decides. */
export function toNumber(value: Exact): number {
  return Number(rounded(value, 12));
}

function reduced(n: bigint, d: bigint): Exact {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { n: 0n, d: 1n } : { n: n / a, d: d / a };
}

/** A number as people wrote it: 0.1 is "0.1". Very small and very large ones print with an exponent, and are cut at twelve decimals. */
function decimalText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a decimal number: ${value}`);
  const text = String(value);
  return text.includes('e') ? value.toFixed(12) : text;
}
