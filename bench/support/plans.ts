/**
 * The plans of the statements the API sends for the first request of each case, one file a case, so that a change of
 * plan shows in review. They hold no figure but, on one line, the time the statement took.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { AppConfig } from '../../src/config/app-config.js';
import { projectRoot } from '../../src/config/project-root.js';
import { createDataSource } from '../../src/database/data-source.js';
import type { ApiProcess } from './api-process.js';
import type { Statement } from './statement-watch.js';

/** A case and its first request. */
export interface PlannedCase {
  readonly name: string;
  readonly path: string;
}

const explainable = /^\s*(SELECT|WITH)\b/i;
/** What depends on the moment the data were loaded. */
const instant = /'\d{4}-\d\d-\d\d[^']*'/g;
const cursor = /(?<=cursor=)[^&]+/;
/** Searches are compared with texts joined by a control character. */
const control = /\p{Cc}/gu;

type Times = Record<'Planning Time' | 'Execution Time', number>;

/** The statement without the indentation it has in the sources. */
function dedent(text: string): string {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trimEnd()]));
  const indents = lines.slice(1).map((line) => line.length - line.trimStart().length);
  const indent = lines.length > 1 ? Math.min(...indents) : 0;
  return lines.map((line, index) => (index === 0 ? line.trim() : line.slice(indent))).join('\n');
}

/** After so many runs PostgreSQL has decided whether one plan is good for all values of a prepared statement. */
const runsBeforeOnePlan = 6;

function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  return pg.escapeLiteral(JSON.stringify(value));
}

/** What EXPLAIN is to look at: for a prepared statement its execution, prepared as in the API. */
async function toExplainable(
  client: pg.Client,
  statement: Statement,
): Promise<[text: string, values: unknown[]]> {
  const { name, text } = statement;
  const values = [...statement.values];
  if (name === undefined) return [text, values];
  for (let run = 0; run < runsBeforeOnePlan; run += 1) await client.query({ name, text, values });
  const parameters = values.length > 0 ? `(${values.map(toLiteral).join(', ')})` : '';
  return [`EXECUTE ${pg.escapeIdentifier(name)}${parameters}`, []];
}

async function explain(client: pg.Client, statement: Statement): Promise<string> {
  const [text, values] = await toExplainable(client, statement);
  const run = async <Row>(options: string): Promise<Row[]> =>
    (await client.query({ text: `EXPLAIN (${options}) ${text}`, values })).rows as Row[];
  const shape = await run<Record<'QUERY PLAN', string>>('COSTS OFF');
  const [timed] = await run<Record<'QUERY PLAN', [Times]>>('ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON');
  const times = timed!['QUERY PLAN'][0];
  const took = `planned in ${times['Planning Time'].toFixed(1)} ms, executed in ${times['Execution Time'].toFixed(1)} ms`;
  const plan = shape.map((row) => row['QUERY PLAN'].replace(instant, "'<instant>'").replace(control, '?'));
  return [dedent(statement.text), '', ...plan, '', took].join('\n');
}

/** Explains what is explained, and runs the rest, such as a setting the plans depend on, in the same transaction. */
async function explainAll(client: pg.Client, statements: readonly Statement[]): Promise<string[]> {
  const texts: string[] = [];
  for (const statement of statements) {
    if (explainable.test(statement.text)) texts.push(await explain(client, statement));
    else await client.query(statement.text, [...statement.values]);
  }
  return texts;
}

/** A connection as the API's are. */
async function withConnection<T>(config: AppConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const dataSource = await createDataSource(config).initialize();
  try {
    return await work((await dataSource.createQueryRunner().connect()) as pg.Client);
  } finally {
    await dataSource.destroy();
  }
}

/** Writes bench/<bench>/plans/<case>.txt; the API must not have seen the requests. */
export async function writePlans(
  bench: string,
  config: AppConfig,
  api: ApiProcess,
  cases: readonly PlannedCase[],
): Promise<void> {
  const folder = join(projectRoot, 'bench', bench, 'plans');
  mkdirSync(folder, { recursive: true });
  for (const { name, path } of cases) {
    await api.takeStatements();
    await (await fetch(api.origin + path)).arrayBuffer();
    const statements = await api.takeStatements();
    const plans = await withConnection(config, (client) => explainAll(client, statements));
    const head = `GET ${decodeURIComponent(path).replace(cursor, '<cursor>')}`;
    const body = plans.length === 0 ? ['no statement'] : plans;
    writeFileSync(join(folder, `${name}.txt`), `${[head, ...body].join('\n\n----\n\n')}\n`);
  }
}
