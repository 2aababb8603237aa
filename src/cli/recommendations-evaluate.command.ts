import { type Command, InvalidArgumentError, Option } from 'commander';
import { createProgressBar } from '../common/progress-bar.js';
import { roundTo } from '../common/round.js';
import {
  type ComparedModel,
  compareModels,
  type CompareOptions,
} from '../recommendations/engine/compare-models.js';
import { easeMostItems } from '../recommendations/engine/ease.js';
import { type Events, mergeRepeats } from '../recommendations/engine/events.js';
import { readRatings, readTrainTest } from '../recommendations/engine/ratings-file.js';
import { kindOfSplit, type Split, splitEvents, type SplitKind } from '../recommendations/engine/split.js';
import { toFigures } from '../recommendations/models/figures.js';
import { TrainingData } from '../recommendations/training/training-data.js';
import { toTrainingSet } from '../recommendations/training/training-set.js';
import { type CliRunner, say } from './run-command.js';
import { printable, type TextColumn, textTable } from './text-table.js';
import { wholeNumber } from './whole-number.js';

type ModelName = CompareOptions['models'][number];
const usualSplit = 'temporal';
const modelNames: readonly ModelName[] = ['popularity', 'item-knn', 'ease', 'als'];

interface EvaluateOptions {
  file?: string;
  train?: string;
  test?: string;
  /** Undefined when it was left to the data. */
  split?: SplitKind;
  share: number;
  seed: number;
  models: readonly ModelName[];
  format: 'table' | 'json';
}

/** What there is cannot be evaluated, for the reason the message gives. */
class UnfitDataError extends Error {}

function parseShare(raw: string): number {
  const value = raw.trim() === '' ? NaN : Number(raw);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return value;
}

function parseModels(raw: string): ModelName[] {
  const names = raw.split(',').map((name) => name.trim());
  const known = modelNames.filter((name) => names.includes(name));
  if (known.length < new Set(names).size)
    throw new InvalidArgumentError(`It must be some of ${modelNames.join(',')}.`);
  return known;
}

async function readDatabase(run: CliRunner): Promise<Events> {
  const { columns, options } = await run(async (app) => {
    const data = app.get(TrainingData);
    return { columns: await data.read(), options: data.options };
  });
  return toTrainingSet(columns, options).events;
}

async function readFiles<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UnfitDataError((error as Error).message);
  }
}

async function readSplit(run: CliRunner, options: EvaluateOptions): Promise<Split> {
  const { file, train, test, split } = options;
  if (train !== undefined && test !== undefined) return await readFiles(() => readTrainTest(train, test));
  const events =
    file === undefined ? await readDatabase(run) : (await readFiles(() => readRatings(file))).events;
  return splitEvents(mergeRepeats(events), split ?? usualSplit, options);
}

function sizeOf({ train, test }: Split): Record<string, number> {
  return {
    users: new Set(train.users).size,
    items: train.itemCount,
    train_events: train.users.length,
    test_events: test.users.length,
    test_users: new Set(test.users).size,
  };
}

function assertFit({ test }: Split): void {
  if (test.users.length === 0)
    throw new UnfitDataError('no user has enough events to hold any out for the test');
}

/** What the figures were measured on, and how. */
interface Setting {
  readonly data: string;
  readonly split: Readonly<Record<string, unknown>>;
  readonly size: Readonly<Record<string, number>>;
}

function settingOf({ file, train, test, split, share, seed }: EvaluateOptions, data: Split): Setting {
  const size = sizeOf(data);
  if (train !== undefined && test !== undefined) {
    return {
      data: `${train}, ${test}`,
      split: { kind: 'given', validation: split ?? kindOfSplit(data), seed },
      size,
    };
  }
  return { data: file ?? 'database', split: { kind: split ?? usualSplit, share, seed }, size };
}

function compare(split: Split, options: EvaluateOptions): ComparedModel[] {
  const draw = createProgressBar(process.stderr);
  const { models, split: kind, seed } = options;
  const isTooLarge = split.train.itemCount > easeMostItems;
  if (isTooLarge && models.includes('ease'))
    say(
      `ease is left out: it can learn at most ${easeMostItems} items, and there are ${split.train.itemCount}`,
    );
  const compared = compareModels(split, {
    models: models.filter((name) => name !== 'ease' || !isTooLarge),
    ...(kind !== undefined && { split: kind }),
    seed,
    onProgress: (share, doing) => {
      draw(share, 1, doing);
    },
  });
  draw(1, 1, 'done');
  return compared;
}

function parametersText(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

const figure = (header: string, of: (model: ComparedModel) => number): TextColumn<ComparedModel> => ({
  header,
  alignRight: true,
  cell: (model) => of(model).toFixed(4),
});

const columns: TextColumn<ComparedModel>[] = [
  { header: 'Model', cell: ({ model }) => model },
  figure('NDCG@10', ({ metrics }) => metrics.ndcgAt10),
  figure('Recall@20', ({ metrics }) => metrics.recallAt20),
  figure('HitRate@10', ({ metrics }) => metrics.hitRateAt10),
  figure('MRR', ({ metrics }) => metrics.mrr),
  figure('Coverage@10', ({ metrics }) => metrics.coverageAt10),
  figure('Gini@10', ({ metrics }) => metrics.giniAt10),
  figure('Novelty@10', ({ metrics }) => metrics.noveltyAt10),
  { header: 'Seconds', alignRight: true, cell: ({ seconds }) => seconds.toFixed(1) },
  { header: 'Chosen on validation', cell: ({ parameters }) => parametersText(parameters) },
];

function print({ data, split, size }: Setting, models: readonly ComparedModel[], format: string): void {
  if (format === 'json') {
    const rows = models.map(({ model, parameters, metrics, seconds }) => ({
      model,
      ...toFigures(metrics),
      parameters,
      seconds: roundTo(seconds, 3),
    }));
    process.stdout.write(`${JSON.stringify({ data, split, ...size, models: rows }, undefined, 2)}\n`);
    return;
  }
  const fields = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${name.replace('_', ' ')} ${String(value)}`)
      .join(', ');
  const title = `${data}: ${fields(split)}; ${fields(size)}`;
  process.stdout.write(`${printable(title)}\n${textTable(columns, models)}\n`);
}

async function evaluateAndTell(run: CliRunner, options: EvaluateOptions): Promise<void> {
  try {
    const split = await readSplit(run, options);
    assertFit(split);
    print(settingOf(options, split), compare(split, options), options.format);
  } catch (error) {
    if (!(error instanceof UnfitDataError)) throw error;
    say(printable(error.message));
    process.exitCode = 1;
  }
}

/**
 * `recommendations:evaluate`: models side by side on data of anybody's, every item ranked for every user and those the
 * user has met left out. Only what is held out is measured; parameters are chosen on a slice of the rest. Files need
 * neither database nor Redis.
 */
export function registerEvaluateCommand(program: Command, run: CliRunner): void {
  program
    .command('recommendations:evaluate')
    .description('measure recommenders on ratings in files, or on what the users of this database did')
    .addOption(
      new Option('--file <path>', 'lines of user,item[,rating][,timestamp]').conflicts(['train', 'test']),
    )
    .option('--train <path>', 'such a file to learn from; needs --test')
    .option('--test <path>', 'such a file to be measured on; needs --train')
    .addOption(
      new Option(
        '--split <kind>',
        `hold out each user's latest events, or any (default: ${usualSplit}; of a given pair, what its times say)`,
      ).choices(['temporal', 'random']),
    )
    .option('--share <part>', "part of each user's events that is held out", parseShare, 0.2)
    .option('--seed <number>', 'decides what is held out at random', wholeNumber(2 ** 31 - 1), 1)
    .option('--models <names>', `some of ${modelNames.join(',')}`, parseModels, [...modelNames])
    .addOption(
      new Option('-f, --format <format>', 'how to print the result')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action((options: EvaluateOptions, command: Command) => {
      if ((options.train === undefined) !== (options.test === undefined))
        command.error('--train and --test go together');
      return evaluateAndTell(run, options);
    });
}
