interface Asked<Value> {
  readonly answer: Promise<Value | undefined>;
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

function ask<Value>(): Asked<Value> {
  const settlers = {} as Pick<Asked<Value>, 'resolve' | 'reject'>;
  const answer = new Promise<Value | undefined>((resolve, reject) =>
    Object.assign(settlers, { resolve, reject }),
  );
  return { answer, ...settlers };
}

/**
 * Makes one read of many: one is under way at a time, and whatever is asked for meanwhile goes into the next, the same
 * key once. A read thus always begins after it was asked for, and sees everything that was committed by then.
 */
export class GatheredReads<Key, Value> {
  private readonly asked = new Map<Key, Asked<Value>>();
  private isReading = false;

  constructor(
    /** To end in finite time, well or badly: the next one waits for it. */
    private readonly read: (keys: Key[]) => Promise<ReadonlyMap<Key, Value>>,
    /** Keys of one read. */
    private readonly most: number,
  ) {}

  /** Undefined when the read finds nothing under the key; fails as the read does. */
  load(key: Key): Promise<Value | undefined> {
    let asked = this.asked.get(key);
    if (!asked) {
      asked = ask();
      this.asked.set(key, asked);
      if (!this.isReading) void this.run();
    }
    return asked.answer;
  }

  private async run(): Promise<void> {
    this.isReading = true;
    await Promise.resolve(); // what is asked for in one go is read in one go
    while (this.asked.size > 0) await this.readSome();
    this.isReading = false;
  }

  private async readSome(): Promise<void> {
    const some = [...this.asked].slice(0, this.most);
    for (const [key] of some) this.asked.delete(key);
    try {
      const found = await this.read(some.map(([key]) => key));
      for (const [key, { resolve }] of some) resolve(found.get(key));
    } catch (error) {
      for (const [, { reject }] of some) reject(error);
    }
  }
}
