/** Equal but for the country's code: "+84 900 000 901" is "0900000901". Fewer than 8 digits are never enough. */
export function samePhone(a: string, b: string): boolean {
  const [short, long] = [a, b].map((p) => p.replace(/\D/g, '').replace(/^0+/, '')).toSorted((x, y) => x.length - y.length) as [string, string];
  return short.length >= 8 && long.endsWith(short) && long.length - short.length <= 3;
}
