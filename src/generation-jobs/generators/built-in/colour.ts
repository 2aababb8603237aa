const { cos, max, min, sin } = Math; // the global is slow to reach inside Jest

/** Red, green and blue of a screen, each from 0 to 1. */
export type Rgb = readonly [number, number, number];

/** Lightness 0..1, chroma 0..0.4 and hue in degrees, where equal steps look equal: Björn Ottosson's OKLCH. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

export function clamp(value: number, low = 0, high = 1): number {
  return min(high, max(low, value));
}

export function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** 0 below `from`, 1 above `to` and smooth in between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

function toLinear({ lightness, chroma, hue }: Oklch): Rgb {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * cos(angle), chroma * sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function isShown(linear: Rgb): boolean {
  return linear.every((part) => part >= -0.0005 && part <= 1.0005);
}

function encode(linear: number): number {
  const part = clamp(linear);
  return part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
}

/** The most chroma a screen can show at this hue and lightness, up to the colour's own; found by halving. */
function shownChroma(colour: Oklch): number {
  if (isShown(toLinear(colour))) return colour.chroma;
  let low = 0;
  let high = colour.chroma;
  for (let halving = 0; halving < 12; halving++) {
    const chroma = (low + high) / 2;
    if (isShown(toLinear({ ...colour, chroma }))) low = chroma;
    else high = chroma;
  }
  return low;
}

/** The colour as a screen shows it; one too strong for a screen is made paler, which keeps its hue and lightness. */
export function toRgb(colour: Oklch): Rgb {
  const [red, green, blue] = toLinear({ ...colour, chroma: shownChroma(colour) });
  return [encode(red), encode(green), encode(blue)];
}
