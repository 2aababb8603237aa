/**
 * What the API's answers cost at the least: the statements it sends for them, by bare `pg` and `node:http`. Answers
 * `/<page>`, the index of one of the pages handed to it, with the rows as JSON, padded to the length of the API's answer.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { readInput, serveQuestions } from '../../support/serve-questions.js';
import type { Statement } from '../../support/statement-watch.js';

/** The statements behind one answer of the API, and its length in bytes. */
export interface FloorPage {
  readonly statements: readonly Statement[];
  readonly length: number;
}

export interface FloorInput {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly pages: readonly FloorPage[];
}

const { databaseUrl, poolSize, pages } = await readInput<FloorInput>();
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });

/** What needs no statement is at hand, as it may be in the API. */
const readyAnswers = pages.map(({ statements, length }) =>
  statements.length === 0 ? Buffer.alloc(length, ' ') : undefined,
);

/** On one connection, because there may be a transaction among the statements. */
async function answer({ statements, length }: FloorPage): Promise<Buffer> {
  const client = await pool.connect();
  const results: unknown[] = [];
  for (const { name, text, values } of statements) {
    const { rows } = await client.query({ ...(name && { name }), text, values: [...values] });
    results.push(rows);
  }
  client.release();
  return Buffer.from(JSON.stringify(results).padEnd(length));
}

async function answerWith(page: number, response: ServerResponse): Promise<void> {
  const body = readyAnswers[page] ?? (await answer(pages[page]!));
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
}

const server = createServer((request, response) => {
  void answerWith(Number(request.url?.slice(1)), response);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
serveQuestions({
  ready: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  close: async () => {
    server.close();
    await pool.end();
  },
});
