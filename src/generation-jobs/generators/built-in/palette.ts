import type { Chance } from './chance.js';
import { clamp, mix, type Oklch, type Rgb, toRgb } from './colour.js';

const steps = 512;

/** Ways from the hue of the shadows to that of the lights, in degrees: neighbours on the circle, and contrasts. */
const neighbours = [-60, -45, 40, 55] as const;
const contrasts = [-130, -85, 85, 130, 160] as const;

type HueWords = readonly (readonly [hue: number, words: RegExp])[];

/** Hues a prompt asks for by name. */
const namedHues: HueWords = [
  [25, /\b(red|crimson|scarlet|ruby)\b/],
  [48, /\b(orange|copper|bronze)\b/],
  [85, /\b(gold|golden|yellow|amber)\b/],
  [142, /\b(green|emerald|mint)\b/],
  [190, /\b(teal|turquoise|cyan)\b/],
  [245, /\b(blue|azure|cobalt)\b/],
  [305, /\b(purple|violet|lavender|indigo)\b/],
  [350, /\b(pink|magenta|rosy)\b/],
];

/** Hues of what a prompt speaks of, given as beginnings of words. */
const impliedHues: HueWords = [
  [28, /\b(lava|mars|blood|rose|dragon)/],
  [48, /\b(fire|flame|autumn|sunset|ember|desert)/],
  [80, /\b(sunrise|dawn|honey|wheat|sand|beach)/],
  [142, /\b(forest|jungle|moss|meadow|spring|garden|hill)/],
  [190, /\b(lagoon|aurora|crystal)/],
  [238, /\b(sea|ocean|water|river|lake|ice|winter|snow|rain|sky)/],
  [285, /\b(night|midnight|space|galax|cosm|dusk|magic|dream)/],
  [350, /\b(cherry|blossom|neon|flower|petal)/],
];

/** Dark yellow looks like mud: shadows of colours around it lean to brown and to green. */
function shadowOf(hue: number): number {
  const fromYellow = (((hue % 360) + 360) % 360) - 100;
  if (Math.abs(fromYellow) > 45) return hue;
  return hue + (fromYellow < 0 ? -1 : 1) * (45 - Math.abs(fromYellow));
}

interface Hues {
  readonly hue: number;
  readonly drift: number;
}

function chooseHues(prompt: string, chance: Chance): Hues {
  const askedIn = (list: HueWords): number[] =>
    list.filter(([, words]) => words.test(prompt)).map(([hue]) => hue);
  const named = askedIn(namedHues);
  const asked = named.length > 0 ? named : askedIn(impliedHues);
  if (asked.length > 0)
    return { hue: chance.pick(asked) + chance.between(-12, 12), drift: chance.pick(neighbours) };
  return { hue: chance.between(0, 360), drift: chance.pick([...neighbours, ...contrasts]) };
}

/** Colours that belong together, from the darkest at 0 to the lightest at 1. */
export class Palette {
  private readonly colours = new Float64Array(3 * (steps + 1));

  constructor(stops: readonly Oklch[]) {
    for (let step = 0; step <= steps; step++) {
      const place = (step / steps) * (stops.length - 1);
      const before = Math.min(stops.length - 2, Math.floor(place));
      const [a, b] = [stops[before] as Oklch, stops[before + 1] as Oklch];
      const share = place - before;
      const colour = toRgb({
        lightness: mix(a.lightness, b.lightness, share),
        chroma: mix(a.chroma, b.chroma, share),
        hue: mix(a.hue, b.hue, share),
      });
      this.colours.set(colour, 3 * step);
    }
  }

  /** Harmonious by construction: lightness rises evenly while the hue drifts one way around the circle. */
  static forPrompt(prompt: string, chance: Chance): Palette {
    const { hue, drift } = chooseHues(prompt.toLowerCase(), chance);
    const strength = chance.between(0.75, 1.2);
    const stop = (lightness: number, chroma: number, along: number): Oklch => ({
      lightness,
      chroma: chroma * strength,
      hue: lightness < 0.6 ? shadowOf(hue + drift * along) : hue + drift * along,
    });
    return new Palette([
      stop(0.14, 0.045, -0.25),
      stop(0.31, 0.1, 0),
      stop(0.52, 0.15, 0.2),
      stop(0.71, 0.145, 0.7),
      stop(0.86, 0.09, 0.95),
      stop(0.965, 0.03, 1.05),
    ]);
  }

  /** Writes the colour into `out`, each part from 0 to 1. */
  sample(t: number, out: Float64Array): void {
    const place = clamp(t) * steps;
    const before = Math.min(steps - 1, Math.floor(place));
    const share = place - before;
    for (let part = 0; part < 3; part++) {
      const a = this.colours[3 * before + part] as number;
      out[part] = a + ((this.colours[3 * before + 3 + part] as number) - a) * share;
    }
  }

  colour(t: number): Rgb {
    const out = new Float64Array(3);
    this.sample(t, out);
    return [out[0] as number, out[1] as number, out[2] as number];
  }
}
