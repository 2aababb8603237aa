import { parseArgs } from 'node:util';
import type { BenchScale } from './data/bench-world.js';
import type { Turns } from '../support/turns.js';

/** What a run was asked to do. */
export interface ContentBenchOptions extends BenchScale {
  /** Load the data, if they are not there, and no more. */
  readonly isLoadOnly: boolean;
  /** Load the data and keep the servers up for whoever wants to look. */
  readonly isHeld: boolean;
  /** Write the plans and measure nothing. */
  readonly isPlansOnly: boolean;
  /** The cases and parts wanted; all of them when nothing is named. */
  readonly isWanted: (name: string) => boolean;
  readonly turns: Turns;
  /** The whole bench at its full size: its figures are kept. */
  readonly isWhole: boolean;
}

const wholeTurns: Turns = { rounds: 5, milliseconds: 1500 };

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`--${name} must be a number above 0, not ${text}`);
  return value;
}

export function readOptions(args: readonly string[]): ContentBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: '1' },
      'tags-scale': { type: 'string', default: '1' },
      'load-only': { type: 'boolean', default: false },
      hold: { type: 'boolean', default: false },
      plans: { type: 'boolean', default: false },
      only: { type: 'string' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
    },
  });
  const only = values.only?.split(',');
  const { scale, 'tags-scale': tagsScale, seconds, rounds } = values;
  const isFullSize = scale === '1' && tagsScale === '1';
  if (values.plans && !isFullSize) throw new RangeError('plans are kept of the data at scale 1');
  return {
    scale: readNumber('scale', scale),
    tagsScale: readNumber('tags-scale', tagsScale),
    isLoadOnly: values['load-only'],
    isHeld: values.hold,
    isPlansOnly: values.plans,
    isWanted: (name) => only?.includes(name) ?? true,
    turns: {
      rounds: rounds === undefined ? wholeTurns.rounds : readNumber('rounds', rounds),
      milliseconds: seconds === undefined ? wholeTurns.milliseconds : 1000 * readNumber('seconds', seconds),
    },
    isWhole: isFullSize && [only, seconds, rounds].every((one) => one === undefined),
  };
}
