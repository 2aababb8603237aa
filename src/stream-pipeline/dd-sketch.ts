import sql, { type Sql } from 'sql-template-tag';

/**
 * DDSketch (Masson, Rim, Lee, VLDB 2019) of whole milliseconds: counts per logarithmic bin. Bin i holds the values in
 * (γ^(i-1), γ^i], so that its middle is within 1 % of each of them; two sketches merge by adding up their counts.
 * PostgreSQL fills the bins when it rolls hours up, so the mapping stands here in both languages.
 */
const relativeAccuracy = 0.01;
const gamma = (1 + relativeAccuracy) / (1 - relativeAccuracy);
const lnGamma = Math.log(gamma);

/** Zero has no logarithm; 1 is the smallest other value and lies in bin 0, so -1 is free. */
const zeroBin = -1;

export function binOf(value: number): number {
  return value === 0 ? zeroBin : Math.ceil(Math.log(value) / lnGamma);
}

/** `binOf` as SQL over an integer expression. */
export function binOfSql(value: Sql): Sql {
  return sql`CASE ${value} WHEN 0 THEN ${zeroBin}::int ELSE ceil(ln(${value}::float8) / ${lnGamma}::float8)::int END`;
}

/** The value that is within 1 % of everything in the bin. */
function valueOf(bin: number): number {
  return bin === zeroBin ? 0 : (2 * gamma ** bin) / (gamma + 1);
}

/** A mergeable summary of durations that answers any quantile within 1 %. */
export class DDSketch {
  private readonly counts = new Map<number, number>();
  private total = 0;

  /** Reads what `toPairs` wrote: `[bin, count, bin, count, …]`. */
  static fromPairs(pairs: readonly number[]): DDSketch {
    if (pairs.length % 2 !== 0) throw new RangeError('a sketch is a list of pairs');
    const sketch = new DDSketch();
    for (let i = 0; i < pairs.length; i += 2) sketch.addToBin(pairs[i] as number, pairs[i + 1] as number);
    return sketch;
  }

  get count(): number {
    return this.total;
  }

  add(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`not a whole number of milliseconds: ${value}`);
    return this.addToBin(binOf(value), 1);
  }

  merge(other: DDSketch): this {
    for (const [bin, count] of [...other.counts]) this.addToBin(bin, count);
    return this;
  }

  /**
   * Interpolates between neighbouring values as percentile_cont does, so that it is within 1 % of percentile_cont
   * also where few values lie far apart; undefined of an empty sketch.
   */
  quantile(q: number): number | undefined {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`not a quantile: ${q}`);
    if (this.total === 0) return undefined;
    const rank = q * (this.total - 1);
    const below = this.valueAt(Math.floor(rank));
    const above = this.valueAt(Math.ceil(rank));
    return below + (rank - Math.floor(rank)) * (above - below);
  }

  /** Sorted by bin: equal sketches have equal pairs. */
  toPairs(): number[] {
    return this.sortedBins().flat();
  }

  private addToBin(bin: number, count: number): this {
    this.counts.set(bin, (this.counts.get(bin) ?? 0) + count);
    this.total += count;
    return this;
  }

  /** The value at a zero-based rank of the sorted values. */
  private valueAt(rank: number): number {
    let seen = 0;
    for (const [bin, count] of this.sortedBins()) {
      seen += count;
      if (seen > rank) return valueOf(bin);
    }
    throw new RangeError(`no rank ${rank} among ${this.total} values`);
  }

  private sortedBins(): [number, number][] {
    return [...this.counts].sort(([a], [b]) => a - b);
  }
}
