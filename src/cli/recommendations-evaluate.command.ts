import { type Command, InvalidArgumentError, Option } from 'commander';
import { createProgressBar } from '../common/progress-bar.js';
import {
  type ComparedModel,
  compareModels,
  type CompareOptions,
} from '../recommendations/engine/compare-models.js';
import { easeMostItems } from '../recommendations/engine/ease.js';
import { kindOfSplit, type Split, type SplitKind } from '../recommendations/engine/split.js';
import { readSplit, UnfitDataError } from './evaluation-data.js';
import { evaluationText, type EvaluationSetting, toEvaluationJson } from './evaluation-report.js';
import { type CliRunner, say } from './run-command.js';
import { printable } from './text-table.js';
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

function sizeOf({ train, test }: Split): Record<string, number> {
  return {
    users: new Set(train.users).size,
    items: train.itemCount,
    train_events: train.users.length,
    test_events: test.users.length,
    test_users: new Set(test.users).size,
  };
}

function isPair({ train }: EvaluateOptions): boolean {
  return train !== undefined;
}

/** How the validation slice is held out, too. */
function kindOf(options: EvaluateOptions, data: Split): SplitKind {
  return options.split ?? (isPair(options) ? kindOfSplit(data) : usualSplit);
}

function settingOf(options: EvaluateOptions, data: Split): EvaluationSetting {
  const { file, train, test, share, seed } = options;
  const kind = kindOf(options, data);
  return {
    data: isPair(options) ? `${train}, ${test}` : (file ?? 'database'),
    split: isPair(options) ? { kind: 'given', validation: kind, share, seed } : { kind, share, seed },
    size: sizeOf(data),
  };
}

function compare(split: Split, options: EvaluateOptions): ComparedModel[] {
  const draw = createProgressBar(process.stderr);
  const { models, share, seed } = options;
  const isTooLarge = split.train.itemCount > easeMostItems;
  if (isTooLarge && models.includes('ease'))
    say(
      `ease is left out: it can learn at most ${easeMostItems} items, and there are ${split.train.itemCount}`,
    );
  const compared = compareModels(split, {
    models: models.filter((name) => name !== 'ease' || !isTooLarge),
    split: kindOf(options, split),
    share,
    seed,
    onProgress: (done, doing) => {
      draw(done, 1, doing);
    },
  });
  draw(1, 1, 'done');
  return compared;
}

function assertMeasured(models: readonly ComparedModel[]): void {
  if (models.some(({ metrics }) => metrics.users === 0))
    throw new UnfitDataError('no user has a test item that was not met in training');
}

function warnOfUntried(models: readonly ComparedModel[]): void {
  if (models.some(({ validationUsers }) => validationUsers === 0))
    say('no user has enough train events to hold any out: parameters are the usual ones, none was tried');
}

async function evaluateAndTell(run: CliRunner, options: EvaluateOptions): Promise<void> {
  try {
    const split = await readSplit(run, options, { ...options, split: options.split ?? usualSplit });
    const models = compare(split, options);
    assertMeasured(models);
    warnOfUntried(models);
    const setting = settingOf(options, split);
    const json = JSON.stringify(toEvaluationJson(setting, models), undefined, 2);
    process.stdout.write(`${options.format === 'json' ? json : evaluationText(setting, models)}\n`);
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
    .option(
      '--share <part>',
      "part of each user's events that is held out, for the test and again for choosing",
      parseShare,
      0.2,
    )
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
