import { type HttpTarget, loadHttp, quantile } from '../../support/http-load.js';
import { median } from '../../support/measure.js';
import { countPages, cursorAfter, type QueryParameters, unifiedPath } from './requests.js';
import type { BenchSample } from './sample.js';
import { cycle, type Turns } from '../../support/turns.js';

const deepPage = 10_000;

/** One page of a list by cursor, where only the depth differs. */
interface Depths {
  readonly shallow: string;
  readonly deep: string;
}

async function pathsOf(origin: string, filter: QueryParameters): Promise<Depths> {
  const page = async (number: number): Promise<string> =>
    unifiedPath({
      ...filter,
      cursor: await cursorAfter(origin, unifiedPath({ ...filter, page: number - 1 })),
    });
  const pages = await countPages(origin, filter); // fewer than that in a small data set
  return { shallow: await page(2), deep: await page(Math.min(deepPage, pages - 1)) };
}

async function medianMs(target: HttpTarget, path: string, milliseconds: number): Promise<number> {
  const { latencies } = await loadHttp({ target, next: cycle([path]), connections: 1, milliseconds });
  return quantile(latencies, 0.5);
}

async function measureRatio(target: HttpTarget, { shallow, deep }: Depths, turns: Turns): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round <= 3 * turns.rounds; round += 1) {
    const shallowMs = await medianMs(target, shallow, turns.milliseconds / 4);
    const deepMs = await medianMs(target, deep, turns.milliseconds / 4);
    if (round > 0) ratios.push(deepMs / shallowMs); // the first one warms up
  }
  return median(ratios);
}

/** Page 10,000 against page 2, both by cursor and one request at a time: medians of the ratio of latencies. */
export async function measureDepth(
  target: HttpTarget,
  { tags }: BenchSample,
  turns: Turns,
): Promise<Readonly<Record<string, number>>> {
  const newest = await pathsOf(target.origin, {});
  const tagged = await pathsOf(target.origin, { tag: tags[0]!.name });
  return {
    depth_10000_to_2: await measureRatio(target, newest, turns),
    depth_10000_to_2_of_tag: await measureRatio(target, tagged, turns),
  };
}
