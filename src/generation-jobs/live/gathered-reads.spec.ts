import { GatheredReads } from './gathered-reads.js';

/** Reads that end when the test says so. */
class ManualReads {
  readonly asked: number[][] = [];
  private finish: ((error?: Error) => void)[] = [];

  readonly read = (keys: number[]): Promise<Map<number, string>> => {
    this.asked.push(keys);
    return new Promise((resolve, reject) => {
      this.finish.push((error) => {
        if (error) reject(error);
        else resolve(new Map(keys.filter((key) => key > 0).map((key) => [key, `row ${key}`])));
      });
    });
  };

  /** Waits for the next read to begin, and ends it. */
  async end(error?: Error): Promise<void> {
    while (this.finish.length === 0) await Promise.resolve();
    this.finish.shift()?.(error);
  }
}

describe('GatheredReads', () => {
  let reads: ManualReads;
  let gathered: GatheredReads<number, string>;

  beforeEach(() => {
    reads = new ManualReads();
    gathered = new GatheredReads(reads.read, 3);
  });

  it('reads in one go what is asked for in one go, each key once', async () => {
    const answers = Promise.all([1, 2, 1, -1].map((key) => gathered.load(key)));
    await reads.end();
    expect(await answers).toEqual(['row 1', 'row 2', 'row 1', undefined]);
    expect(reads.asked).toEqual([[1, 2, -1]]);
  });

  it('answers by a read that begins after it is asked, even when the same is being read', async () => {
    const first = gathered.load(1);
    await Promise.resolve();
    const [second, third] = [gathered.load(1), gathered.load(2)];
    expect(reads.asked).toEqual([[1]]);
    await reads.end();
    expect(await first).toBe('row 1');
    await reads.end();
    expect(await Promise.all([second, third])).toEqual(['row 1', 'row 2']);
    expect(reads.asked).toEqual([[1], [1, 2]]);
  });

  it('has no read become larger than it may', async () => {
    const answers = Promise.all([1, 2, 3, 4].map((key) => gathered.load(key)));
    await reads.end();
    await reads.end();
    expect(await answers).toEqual(['row 1', 'row 2', 'row 3', 'row 4']);
    expect(reads.asked).toEqual([[1, 2, 3], [4]]);
  });

  it('fails those whose read fails, and reads again for the next', async () => {
    const failing = Promise.allSettled([gathered.load(1), gathered.load(2)]);
    await reads.end(new Error('away'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = gathered.load(1);
    await reads.end();
    expect(await next).toBe('row 1');
  });
});
