import { setTimeout as sleep } from 'node:timers/promises';
import { loadHttp, quantile } from '../../support/http-load.js';
import type { ApiProcess } from '../../support/api-process.js';
import type { ReadCase } from './cases.js';
import type { CaseFloor } from './floor.js';
import {
  connections,
  cycle,
  figuresOf,
  type LoadFigures,
  mediansOf,
  type Turns,
  warmUp,
} from '../../support/turns.js';

/** The figures of one case: under sixteen connections, and with one alone, where nothing queues. */
export interface CaseFigures extends LoadFigures {
  /** CPU of the API process. */
  readonly cpuUs: number;
  readonly aloneP50Ms: number;
  readonly aloneP99Ms: number;
  /** Of the time of a request alone, how much passed while a statement was under way. */
  readonly databaseShare: number;
  readonly floorP50Ms: number;
  readonly floorP99Ms: number;
  readonly floorPerSecond: number;
  /** Sent for one request, on average. */
  readonly statements: number;
}

const settleMs = 80; // longer than a flush of the capture waits

async function measureTurn(
  api: ApiProcess,
  { paths }: ReadCase,
  floor: CaseFloor,
  milliseconds: number,
): Promise<CaseFigures> {
  const load = { target: api, next: cycle(paths) };
  await warmUp(api, paths);
  const cpuBefore = await api.cpuUs();
  const loaded = await loadHttp({ ...load, connections, milliseconds });
  await sleep(settleMs);
  const cpuUs = ((await api.cpuUs()) - cpuBefore) / loaded.requests;
  const busyBefore = await api.busyMs();
  const alone = await loadHttp({ ...load, connections: 1, milliseconds: milliseconds / 2 });
  const busyMs = (await api.busyMs()) - busyBefore;
  const floorLoad = { target: floor, next: cycle(floor.paths), connections };
  const atFloor = figuresOf(await loadHttp({ ...floorLoad, milliseconds: milliseconds / 2 }));
  return {
    ...figuresOf(loaded),
    cpuUs,
    aloneP50Ms: quantile(alone.latencies, 0.5),
    aloneP99Ms: quantile(alone.latencies, 0.99),
    databaseShare: busyMs / alone.latencies.reduce((sum, latency) => sum + latency, 0),
    floorP50Ms: atFloor.p50Ms,
    floorP99Ms: atFloor.p99Ms,
    floorPerSecond: atFloor.perSecond,
    statements: floor.statements,
  };
}

/** All cases in turn, round after round, so that what else the machine does falls on all. */
export async function measureReadCases(
  api: ApiProcess,
  cases: readonly ReadCase[],
  floors: ReadonlyMap<string, CaseFloor>,
  { rounds, milliseconds }: Turns,
): Promise<Map<string, CaseFigures>> {
  const measured = new Map<string, CaseFigures[]>(cases.map(({ name }) => [name, []]));
  for (const one of cases) await measureTurn(api, one, floors.get(one.name)!, milliseconds / 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const one of round % 2 === 0 ? cases : cases.toReversed()) {
      measured.get(one.name)!.push(await measureTurn(api, one, floors.get(one.name)!, milliseconds));
    }
  }
  return new Map([...measured].map(([name, figures]) => [name, mediansOf(figures)]));
}
