import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { seededRandom } from '../recommendations/engine/random.js';
import { registerEvaluateCommand } from './recommendations-evaluate.command.js';
import type { CliRunner } from './run-command.js';

const withoutStores: CliRunner = () => Promise.reject(new Error('no store is to be opened'));

/** 40 users of two tastes of 20 items each, who like 14 of one taste. */
function ratings(): string[] {
  const random = seededRandom(3);
  return Array.from({ length: 40 }, (_, user) => {
    const taste = Array.from({ length: 20 }, (_, item) => 20 * (user % 2) + item);
    const liked = taste.sort(() => random() - 0.5).slice(0, 14);
    return liked.map((item, step) => `u${user},i${item},5,${1_700_000_000 + step}`);
  }).flat();
}

describe('recommendations:evaluate', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genonaut-ratings-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(() => {
    process.exitCode = undefined;
    jest.restoreAllMocks();
  });

  const file = async (name: string, lines: readonly string[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, lines.join('\n'));
    return path;
  };

  async function evaluate(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const program = new Command();
    registerEvaluateCommand(program, withoutStores);
    for (const command of program.commands) {
      command.exitOverride().configureOutput({ writeErr: () => undefined });
    }
    try {
      await program.parseAsync(['recommendations:evaluate', ...args], { from: 'user' });
      return { stdout: out.mock.calls.flat().join(''), stderr: err.mock.calls.flat().join('') };
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  }

  it('compares models on a file, without any store, in nothing but JSON', async () => {
    const path = await file('ratings.csv', ['userId,movieId,rating,timestamp', ...ratings()]);
    const { stdout } = await evaluate('--file', path, '--models', 'popularity,ease', '--format', 'json');
    const { models, ...setting } = JSON.parse(stdout);
    expect(setting).toEqual({
      data: path,
      split: { kind: 'temporal', share: 0.2, seed: 1 },
      users: 40,
      items: 40,
      train_events: 480,
      test_events: 80,
      test_users: 40,
    });
    expect(models.map(({ model }: { model: string }) => model)).toEqual(['popularity', 'ease']);
    const [popularity, ease] = models;
    expect(ease.ndcg_at_10).toBeGreaterThan(popularity.ndcg_at_10);
    expect(ease.parameters).toMatchObject({ lambda: expect.any(Number) });
    expect(Object.keys(popularity)).toEqual([
      'model',
      'users',
      'ndcg_at_10',
      'recall_at_20',
      'hit_rate_at_10',
      'mrr',
      'coverage_at_10',
      'gini_at_10',
      'novelty_at_10',
      'parameters',
      'validation_users',
      'seconds',
    ]);
  });

  it('draws a table of every model, and says what was chosen', async () => {
    const path = await file('ratings.csv', ratings());
    const { stdout, stderr } = await evaluate('--file', path, '--split', 'random', '--seed', '5');
    expect(stdout).toContain('kind random, share 0.2, seed 5; users 40, items 40');
    expect(stdout).toContain('| NDCG@10 | Recall@20 | HitRate@10 |');
    for (const name of ['popularity', 'item-knn', 'ease', 'als']) expect(stdout).toContain(`| ${name} `);
    expect(stdout).toMatch(/lambda \d+/);
    expect(stderr).toContain('100 %');
  });

  it('gives the same figures for the same seed, and others for another', async () => {
    const path = await file('ratings.csv', ratings());
    const figures = async (seed: string): Promise<unknown[]> => {
      const options = ['--split', 'random', '--models', 'item-knn', '--format', 'json'];
      const { stdout } = await evaluate('--file', path, ...options, '--seed', seed);
      return JSON.parse(stdout).models.map((model: object) => ({ ...model, seconds: 0 }));
    };
    expect(await figures('1')).toEqual(await figures('1'));
    expect(await figures('1')).not.toEqual(await figures('2'));
  });

  it('measures on a given pair of files', async () => {
    const lines = ratings();
    const isTest = (line: string): boolean => Number(line.split(',')[3]) >= 1_700_000_011;
    const train = await file(
      'train.csv',
      lines.filter((line) => !isTest(line)),
    );
    const test = await file('test.csv', lines.filter(isTest));
    const args = ['--train', train, '--test', test, '--models', 'popularity', '--format', 'json'];
    const { data, split, test_events: events } = JSON.parse((await evaluate(...args)).stdout);
    expect([data, events]).toEqual([`${train}, ${test}`, 120]);
    expect(split).toEqual({ kind: 'given', validation: 'temporal', share: 0.2, seed: 1 });
  });

  it('holds out as much for choosing as for the test', async () => {
    const short = ratings().filter((line) => Number(line.split(',')[3]) < 1_700_000_006);
    const path = await file('short.csv', short); // 6 each: 3 to learn from, of which the usual share holds out none
    const args = ['--models', 'item-knn', '--share', '0.5', '--format', 'json'];
    const { models } = JSON.parse((await evaluate('--file', path, ...args)).stdout);
    expect(models[0].validation_users).toBe(40);
  });

  it('says so when there was nothing to choose parameters on', async () => {
    const short = ratings().filter((line) => Number(line.split(',')[3]) < 1_700_000_005);
    const path = await file('short.csv', short); // 5 each, of which 4 are learned from
    const { stdout, stderr } = await evaluate('--file', path, '--models', 'popularity,item-knn');
    expect(stdout).toMatch(/not chosen: neighbours \d+/);
    expect(stderr).toContain('parameters are the usual ones');
  });

  it.each([
    ['train file', ['user,item'], ['1,2'], /train\.csv has no line of data/],
    ['test file', ['1,2'], [''], /test\.csv has no line of data/],
  ])('refuses an empty %s, by its name', async (_what, trainLines, testLines, message) => {
    const paths = [await file('train.csv', trainLines), await file('test.csv', testLines)] as const;
    const { stdout, stderr } = await evaluate('--train', paths[0], '--test', paths[1]);
    expect([stdout, process.exitCode]).toEqual(['', 1]);
    expect(stderr).toMatch(message);
  });

  it('refuses a pair of files in which nobody meets anything new', async () => {
    const path = await file('same.csv', ratings());
    const { stdout, stderr } = await evaluate('--train', path, '--test', path, '--models', 'popularity');
    expect([stdout, process.exitCode]).toEqual(['', 1]);
    expect(stderr).toContain('no user has a test item that was not met in training');
  });

  it('counts a line that is there twice once, in a pair as in a single file', async () => {
    const train = await file('train.csv', ['a,x', 'a,x', 'b,y']);
    const test = await file('test.csv', ['a,y', 'a,y']);
    const args = ['--train', train, '--test', test, '--models', 'popularity', '--format', 'json'];
    expect(JSON.parse((await evaluate(...args)).stdout)).toMatchObject({ train_events: 2, test_events: 1 });
  });

  it.each([
    ['is not there', undefined, /ENOENT/],
    ['has a broken line', ['1,2,3', '1,"'], /broken\.csv:2: /],
    ['holds too little', ['1,2,3', '1,3,3'], /no user has enough events/],
    ['is empty', [''], /broken\.csv has no line of data/],
  ])('says so, without a stack, when a file %s', async (_what, lines, message) => {
    const path = lines ? await file('broken.csv', lines) : join(folder, 'nowhere.csv');
    const { stdout, stderr } = await evaluate('--file', path, '--format', 'json');
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['--train without --test', ['--train', 'a']],
    ['--file with --train', ['--file', 'a', '--train', 'b', '--test', 'c']],
    ['an unknown model', ['--models', 'ease,svd']],
    ['a share of everything', ['--share', '1']],
    ['an unknown split', ['--split', 'spatial']],
  ])('refuses %s', async (_what, args) => {
    await expect(evaluate(...args)).rejects.toThrow(CommanderError);
  });
});
