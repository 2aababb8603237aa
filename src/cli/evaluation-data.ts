import { type Events, mergeRepeats, selectEvents } from '../recommendations/engine/events.js';
import { readRatings, readTrainTest } from '../recommendations/engine/ratings-file.js';
import { type Split, splitEvents, type SplitKind } from '../recommendations/engine/split.js';
import type { InteractionColumns } from '../recommendations/training/interaction-columns.js';
import { TrainingData } from '../recommendations/training/training-data.js';
import {
  chooseItems,
  numberItems,
  restrictTo,
  toPreferences,
  type TrainingSetOptions,
} from '../recommendations/training/training-set.js';
import { type CliRunner, say } from './run-command.js';

/** What there is cannot be evaluated, for the reason the message gives. */
export class UnfitDataError extends Error {}

/** Where the data comes from; the database unless files are named. */
export interface DataSourceOptions {
  readonly file?: string;
  readonly train?: string;
  readonly test?: string;
}

export interface HoldOutOptions {
  readonly split: SplitKind;
  readonly share: number;
  readonly seed: number;
}

/** @throws UnfitDataError when nothing could be learned or measured. */
export async function readSplit(
  run: CliRunner,
  source: DataSourceOptions,
  options: HoldOutOptions,
): Promise<Split> {
  const { file, train, test } = source;
  if (train !== undefined && test !== undefined) return await readPair(train, test);
  const split = file === undefined ? await splitDatabase(run, options) : await splitFile(file, options);
  if (split.test.users.length === 0)
    throw new UnfitDataError('no user has enough events to hold any out for the test');
  return split;
}

async function readPair(trainPath: string, testPath: string): Promise<Split> {
  const { train, test } = await readFiles(() => readTrainTest(trainPath, testPath));
  assertNotEmpty(train, trainPath);
  assertNotEmpty(test, testPath);
  return { train: mergeRepeats(train), test: mergeRepeats(test) };
}

async function splitFile(path: string, { split, ...options }: HoldOutOptions): Promise<Split> {
  const { events } = await readFiles(() => readRatings(path));
  assertNotEmpty(events, path);
  return splitEvents(events, split, options);
}

async function splitDatabase(run: CliRunner, options: HoldOutOptions): Promise<Split> {
  const { columns, preparation } = await run(async (app) => {
    const data = app.get(TrainingData);
    return { columns: await data.read(), preparation: data.options };
  });
  const { train, test, leftOut } = splitActs(columns, preparation, options);
  if (train.users.length === 0) throw new UnfitDataError('the database has no item that enough users like');
  if (leftOut > 0)
    say(`${leftOut} events held out are left out: too few users met their items in what is learned from`);
  return { train, test };
}

async function readFiles<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UnfitDataError((error as Error).message);
  }
}

function assertNotEmpty({ users }: Events, path: string): void {
  if (users.length === 0) throw new UnfitDataError(`${path} has no line of data`);
}

/** A split, and how many held out events are on items that are not learned, which no model could find. */
interface ActsSplit extends Split {
  readonly leftOut: number;
}

/**
 * Holds out whole items of each user, with all acts on them. Only then are preferences made of the rest, and the items
 * chosen that are learned, so that what is held out has no say in either.
 */
export function splitActs(
  columns: InteractionColumns,
  preparation: TrainingSetOptions,
  { split, ...options }: HoldOutOptions,
): ActsSplit {
  const acts = numberItems(columns).events;
  const { before, after } = divide(acts, splitEvents(acts, split, options).test);
  const preferences = toPreferences(before, preparation.halfLifeDays);
  const items = chooseItems(preferences, preparation);
  const liked = toPreferences(after, 0);
  const test = restrictTo(liked, items);
  return {
    train: restrictTo(preferences, items),
    test,
    leftOut: liked.users.length - test.users.length,
  };
}

/** Acts on what a user is not to be known to have met come after the rest. */
function divide(acts: Events, heldOut: Events): { before: Events; after: Events } {
  const pairOf = ({ users, items }: Events, i: number): number =>
    (users[i] as number) * acts.itemCount + (items[i] as number);
  const pairs = new Set(Array.from(heldOut.users.keys(), (i) => pairOf(heldOut, i)));
  const positions = Int32Array.from(acts.users.keys());
  const isHeldOut = (position: number): boolean => pairs.has(pairOf(acts, position));
  return {
    before: selectEvents(
      acts,
      positions.filter((position) => !isHeldOut(position)),
    ),
    after: selectEvents(acts, positions.filter(isHeldOut)),
  };
}
