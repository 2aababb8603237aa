import { createHash } from 'node:crypto';

const blockBytes = 64;

/** Repeatable chance that follows from a text: the numbers are read off a chain of SHA-512 digests. */
export class Chance {
  private block = Buffer.alloc(0);
  private blockNumber = 0;
  private offset = blockBytes;

  constructor(private readonly seed: string) {}

  /** Uniform in [0, 1), in steps of 2⁻³². */
  next(): number {
    if (this.offset === blockBytes) this.nextBlock();
    const bits = this.block.readUInt32BE(this.offset);
    this.offset += 4;
    return bits / 0x1_0000_0000;
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** A whole number, both ends included. */
  integer(min: number, max: number): number {
    return Math.floor(this.between(min, max + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)] as T;
  }

  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  private nextBlock(): void {
    this.block = createHash('sha512').update(`${this.blockNumber} ${this.seed}`).digest();
    this.blockNumber += 1;
    this.offset = 0;
  }
}
