import type pg from 'pg';
import { Random } from '../../../src/demo-data/random.js';
import { type HttpRequest, type HttpTarget, loadHttp, type LoadResult } from '../../support/http-load.js';
import { TagDraw } from '../data/bench-tags.js';
import type { ReadCase } from './cases.js';
import { apiPath } from './requests.js';
import type { BenchSample } from './sample.js';
import {
  connections,
  cycle,
  figuresOf,
  type LoadFigures,
  mediansOf,
  type Turns,
  warmUp,
} from '../../support/turns.js';

/** Beside readers. */
export const writers = 4;
/** Creations a second of writers that are held back. */
const heldPerSecond = 200;
const bodies = 2000;

/** Readers of a case without writers, beside writers held to a rate, and beside writers flat out. */
export interface BesideFigures {
  readonly quietP99Ms: number;
  readonly heldP99Ms: number;
  readonly flatOutP99Ms: number;
  readonly heldPerSecond: number;
  readonly flatOutPerSecond: number;
}

interface Texts {
  readonly title: string;
  readonly content_type: string;
  readonly content_data: string;
  readonly prompt: string;
  readonly item_metadata: object;
}

/** Creates content like what is there: texts of existing items, tags as common as theirs. */
export async function createCreations(
  client: pg.Client,
  { users, tags }: BenchSample,
): Promise<() => HttpRequest> {
  const { rows } = await client.query<Texts>(
    `SELECT title, content_type, content_data, prompt, item_metadata
     FROM content_items
     WHERE id % (SELECT greatest(count(*) / ${bodies}, 1) FROM content_items) = 0
     ORDER BY id
     LIMIT ${bodies}`,
  );
  const random = new Random('content bench', 'writers');
  const tagDraw = new TagDraw();
  const requests = rows.map((texts) => {
    const names = tagDraw.draw(random, random.integer(1, 14)).map((index) => tags[index]!.name);
    return JSON.stringify({ ...texts, creator_id: random.pick(users), tags: names });
  });
  let index = 0;
  return () => ({ path: apiPath('content'), body: requests[index++ % requests.length]! });
}

/** The data as it was loaded: runs begin and end with it. */
export async function removeCreations(client: pg.Client, lastLoadedId: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM content_items WHERE id > $1', [lastLoadedId]);
  if (rowCount === 0) return;
  await client.query('SELECT fold_counters()');
  await client.query('VACUUM (ANALYZE)');
}

export interface Writing {
  readonly target: HttpTarget;
  readonly creations: () => HttpRequest;
}

/** How fast content is created with nothing beside it. */
export async function measureCreation(
  { target, creations }: Writing,
  count: number,
  { rounds, milliseconds }: Turns,
): Promise<LoadFigures> {
  const load = { target, next: creations, connections: count };
  await loadHttp({ ...load, milliseconds: milliseconds / 2 });
  const measured: LoadFigures[] = [];
  for (let round = 0; round < rounds; round += 1)
    measured.push(figuresOf(await loadHttp({ ...load, milliseconds })));
  return mediansOf(measured);
}

async function measureBesideTurn(
  { target, creations }: Writing,
  { paths }: ReadCase,
  milliseconds: number,
): Promise<BesideFigures> {
  const read = (): Promise<LoadResult> => loadHttp({ target, next: cycle(paths), connections, milliseconds });
  const beside = async (perSecond?: number): Promise<LoadFigures[]> => {
    const write = { target, next: creations, connections: writers, milliseconds };
    const both = await Promise.all([
      read(),
      loadHttp({ ...write, ...(perSecond !== undefined && { perSecond }) }),
    ]);
    return both.map(figuresOf);
  };
  await warmUp(target, paths);
  const quiet = figuresOf(await read());
  const [heldReaders, heldWriters] = await beside(heldPerSecond);
  const [flatOutReaders, flatOutWriters] = await beside();
  return {
    quietP99Ms: quiet.p99Ms,
    heldP99Ms: heldReaders!.p99Ms,
    heldPerSecond: heldWriters!.perSecond,
    flatOutP99Ms: flatOutReaders!.p99Ms,
    flatOutPerSecond: flatOutWriters!.perSecond,
  };
}

/** The cases again, each without and with writers in turn. */
export async function measureBeside(
  writing: Writing,
  cases: readonly ReadCase[],
  { rounds, milliseconds }: Turns,
): Promise<Map<string, BesideFigures>> {
  const measured = new Map<string, BesideFigures[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of cases)
      measured.get(one.name)!.push(await measureBesideTurn(writing, one, milliseconds));
  }
  return new Map([...measured].map(([name, figures]) => [name, mediansOf(figures)]));
}
