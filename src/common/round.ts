/** Moves the decimal point of the number as it is written, which multiplying would blur (1.005 * 100 < 100.5). */
function shift(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Rounds half away from zero to so many decimals; the one place figures are rounded (contract K8). */
export function roundTo(value: number, decimals: number): number {
  const rounded = shift(Math.round(shift(Math.abs(value), decimals)), -decimals) * Math.sign(value);
  return Object.is(rounded, -0) ? 0 : rounded;
}

/** The same of a figure there may be none of: null stays null. */
export function roundIfKnown(value: number | null, decimals: number): number | null {
  return value === null ? null : roundTo(value, decimals);
}
