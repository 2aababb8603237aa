import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Events } from './events.js';
import { layoutOf, type RatingsLayout } from './ratings-layout.js';
import { parseLine } from './ratings-line.js';
import type { Split } from './split.js';

/** The events of a file, and what users and items are called in it, by index. */
export interface Ratings {
  readonly events: Events;
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
}

/**
 * Reads `user,item[,rating][,timestamp]`, or these in the order that a header gives, separated by commas, tabs,
 * semicolons or `::`. Without timestamps, lines are taken to be in the order in which things happened, a millisecond
 * apart.
 * @throws Error naming the file and the line that is wrong.
 */
export async function readRatings(path: string): Promise<Ratings> {
  const reader = new RatingsReader();
  const columns = await reader.read(path);
  return { events: reader.toEvents(columns), userIds: reader.users.all, itemIds: reader.items.all };
}

/**
 * Reads a given pair of files, in which a user or item of the same id is the same one. What has no timestamps in the
 * second file happened after all that is in the first.
 */
export async function readTrainTest(trainPath: string, testPath: string): Promise<Split> {
  const reader = new RatingsReader();
  const train = await reader.read(trainPath);
  const test = await reader.read(testPath);
  return { train: reader.toEvents(train), test: reader.toEvents(test) };
}

const byteOrderMark = /^\uFEFF/;

/** The events of one file as they grow. */
interface Columns {
  readonly users: number[];
  readonly items: number[];
  readonly times: number[];
}

/** Gives out indices in the order in which ids are first met. */
class IdIndex {
  private readonly indices = new Map<string, number>();

  indexOf(id: string): number {
    const index = this.indices.get(id) ?? this.indices.size;
    this.indices.set(id, index);
    return index;
  }

  get all(): string[] {
    return [...this.indices.keys()];
  }

  get count(): number {
    return this.indices.size;
  }
}

/** Reads files whose ids mean the same. */
class RatingsReader {
  readonly users = new IdIndex();
  readonly items = new IdIndex();

  private latest = 0;

  async read(path: string): Promise<Columns> {
    const columns: Columns = { users: [], items: [], times: [] };
    const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
    let layout: RatingsLayout | undefined;
    let number = 0;
    for await (const text of lines) {
      number += 1;
      const line = number === 1 ? text.replace(byteOrderMark, '') : text;
      if (line.trim() === '') continue;
      try {
        const isFirst = layout === undefined;
        layout ??= layoutOf(line);
        if (!(isFirst && layout.hasHeader)) this.add(columns, line, layout);
      } catch (error) {
        throw new Error(`${path}:${number}: ${(error as Error).message}`, { cause: error });
      }
    }
    return columns;
  }

  toEvents({ users, items, times }: Columns): Events {
    return {
      users: Int32Array.from(users),
      items: Int32Array.from(items),
      weights: new Float32Array(users.length).fill(1),
      times: Float64Array.from(times),
      userCount: this.users.count,
      itemCount: this.items.count,
    };
  }

  private add(columns: Columns, line: string, layout: RatingsLayout): void {
    const { user, item, timeMs = this.latest + 1 } = parseLine(line, layout);
    this.latest = Math.max(this.latest, timeMs);
    columns.users.push(this.users.indexOf(user));
    columns.items.push(this.items.indexOf(item));
    columns.times.push(timeMs);
  }
}
