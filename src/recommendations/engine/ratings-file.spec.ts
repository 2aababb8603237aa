import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRatings, readTrainTest } from './ratings-file.js';
import { kindOfSplit } from './split.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ratings-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('readRatings', () => {
  it('gives users and items indices in the order in which they are met', async () => {
    const path = await fileOf(
      'plain.csv',
      '\uFEFFuser,item,rating,time\r\nb,x,5,20\r\n\r\na,y,1,10\r\nb,y,2,30',
    );
    const { events, userIds, itemIds } = await readRatings(path);
    expect(userIds).toEqual(['b', 'a']);
    expect(itemIds).toEqual(['x', 'y']);
    expect(events).toEqual({
      users: Int32Array.of(0, 1, 0),
      items: Int32Array.of(0, 1, 1),
      weights: Float32Array.of(1, 1, 1),
      times: Float64Array.of(20_000, 10_000, 30_000),
      userCount: 2,
      itemCount: 2,
    });
  });

  it('takes the order of the lines for that of time where there are no times', async () => {
    const { events } = await readRatings(await fileOf('untimed.csv', '1,2\n1,3\n'));
    expect([...events.times]).toEqual([1, 2]);
  });

  it('names the file and the line that is wrong', async () => {
    const path = await fileOf('wrong.csv', 'user,item,rating\n1,2,5\n\n1,3,x\n');
    await expect(readRatings(path)).rejects.toThrow(`${path}:4: «x» is no rating`);
  });

  it('refuses a file that is not there, naming it', async () => {
    await expect(readRatings(join(folder, 'none.csv'))).rejects.toThrow('none.csv');
  });

  it('reads nothing from an empty file', async () => {
    const { events } = await readRatings(await fileOf('empty.csv', ''));
    expect(events).toMatchObject({ userCount: 0, itemCount: 0 });
  });
});

describe('readTrainTest', () => {
  it('means the same by the same id in both files, whatever their layouts', async () => {
    const train = await fileOf('train.csv', 'user,item\na,x\nb,y\n');
    const test = await fileOf('test.tsv', 'b\tx\t3\nc\tz\t4\n');
    const split = await readTrainTest(train, test);
    expect([...split.test.users]).toEqual([1, 2]);
    expect([...split.test.items]).toEqual([0, 2]);
    expect(split.train).toMatchObject({ userCount: 3, itemCount: 3 });
    expect(split.test).toMatchObject({ userCount: 3, itemCount: 3 });
  });

  it.each([
    ['neither file has times', '', ''],
    ['only the first has', ',1700000000', ''],
  ])('takes what is in the second file for later when %s', async (_what, first, second) => {
    const lines = (items: string[], end: string): string => items.map((item) => `a,${item}${end}`).join('\n');
    const train = await fileOf('earlier.csv', lines(['x', 'y', 'z'], first));
    const test = await fileOf('later.csv', lines(['u', 'v'], second));
    const split = await readTrainTest(train, test);
    expect(Math.min(...split.test.times)).toBeGreaterThan(Math.max(...split.train.times));
    expect(kindOfSplit(split)).toBe('temporal');
  });
});
