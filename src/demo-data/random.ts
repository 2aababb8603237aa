const { cos, floor, imul, log, PI, sqrt } = Math; // the global is slow to reach inside Jest

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

function hash(text: string): number {
  let value = fnvOffset;
  for (let index = 0; index < text.length; index++) {
    value = imul(value ^ text.charCodeAt(index), fnvPrime);
  }
  return value;
}

/** One step of splitmix32: spreads a poor seed over all 32 bits. */
function splitmix(seed: number): number {
  let mixed = (seed + 0x9e3779b9) | 0;
  mixed = imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/**
 * A repeatable source of chance: xoshiro128**, seeded from a path of names. Each generator takes a stream of its
 * own (`new Random(seed, 'users')`), so that changing one leaves the draws of the others as they were.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(...seed: (string | number)[]) {
    this.a = splitmix(hash(seed.join('/')));
    this.b = splitmix(this.a);
    this.c = splitmix(this.b);
    this.d = splitmix(this.c) | 1; // an all-zero state would stay zero
  }

  /** Uniform in [0, 1), in steps of 2⁻³². */
  next(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number, both ends included. */
  integer(min: number, max: number): number {
    return min + floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[floor(this.next() * list.length)] as T;
  }

  /** A draw from the normal distribution (Box and Muller). */
  normal(mean = 0, deviation = 1): number {
    const radius = sqrt(-2 * log(1 - this.next()));
    return mean + deviation * radius * cos(2 * PI * this.next());
  }

  /** A random (version 4) UUID. */
  uuid(): string {
    const hex = [this.bits(), this.bits(), this.bits(), this.bits()]
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('');
    const variant = '89ab'[this.integer(0, 3)] as string;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  private bits(): number {
    const scrambled = imul(this.b, 5);
    const result = imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }
}
