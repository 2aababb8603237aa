import type { CopyValue } from '../database/copy-text.js';
import type { World } from './world.js';

/** A table of the demo data and the rows it gets, drawn one after the other so that none has to stay in memory. */
export interface DemoTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** How many rows are expected, for the progress bar. */
  estimate(world: World): number;
  rows(world: World): Iterable<readonly CopyValue[]>;
}
