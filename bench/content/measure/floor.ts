import { BenchProcess } from '../../support/bench-process.js';
import type { HttpTarget } from '../../support/http-load.js';
import type { ApiProcess } from '../../support/api-process.js';
import type { FloorInput, FloorPage } from '../servers/floor-server.js';
import type { ReadCase } from './cases.js';

/** Where the floor of a case is served. */
export interface CaseFloor extends HttpTarget {
  readonly paths: readonly string[];
  /** Statements the API sends for one request, on average. */
  readonly statements: number;
}

const pagesPerCase = 16;

/** What the API does for a request it has answered before. */
async function recordPage(api: ApiProcess, path: string): Promise<FloorPage> {
  const ask = async (): Promise<number> => (await (await fetch(api.origin + path)).arrayBuffer()).byteLength;
  await ask();
  await api.takeStatements();
  const length = await ask();
  return { length, statements: await api.takeStatements() };
}

/** Serves the statements the API sends for each case; the caller stops the process. */
export async function startFloor(
  api: ApiProcess,
  cases: readonly ReadCase[],
  database: Omit<FloorInput, 'pages'>,
): Promise<{ process: BenchProcess<string>; floors: Map<string, CaseFloor> }> {
  const pages: FloorPage[] = [];
  const ranges = new Map<string, FloorPage[]>();
  for (const { name, paths } of cases) {
    const own: FloorPage[] = [];
    for (const path of paths.slice(0, pagesPerCase)) own.push(await recordPage(api, path));
    ranges.set(name, own);
    pages.push(...own);
  }
  const input: FloorInput = { ...database, pages };
  const process = await BenchProcess.start<string>('content/servers/floor-server.js', input);
  const floors = new Map(
    [...ranges].map(([name, own]) => [
      name,
      {
        origin: process.ready,
        paths: own.map((page) => `/${pages.indexOf(page)}`),
        statements: own.reduce((sum, { statements }) => sum + statements.length, 0) / own.length,
      },
    ]),
  );
  return { process, floors };
}
