/** Rounds half away from zero to so many decimals; the one place figures are rounded (contract K8). */
export function roundTo(value: number, decimals: number): number {
  const scaled = Math.round(Math.abs(Number(`${value}e${decimals}`)));
  const rounded = Number.isNaN(scaled) ? value : Number(`${scaled}e-${decimals}`) * Math.sign(value);
  return Object.is(rounded, -0) ? 0 : rounded;
}
