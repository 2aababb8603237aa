import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../src/config/app-config.js';
import { runSql } from '../../src/database/run-sql.js';
import type { ApiProcess } from '../support/api-process.js';

/** The product under measurement; workers are started by the parts that want them. */
export interface Generation {
  readonly config: AppConfig;
  readonly variables: Record<string, string>;
  readonly dataSource: DataSource;
  readonly api: ApiProcess;
  readonly userIds: readonly string[];
}

/** What one part of the bench measured. */
export interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  readonly floors: Readonly<Record<string, number>>;
}

const userCount = 1_000;

export async function createUsers(dataSource: DataSource): Promise<string[]> {
  const users = await runSql<{ id: string }>(
    dataSource,
    sql`
      INSERT INTO users (username, email)
      SELECT 'user_' || n, 'user_' || n || '@example.com'
      FROM generate_series(1, ${userCount}::int) AS n
      RETURNING id`,
  );
  return users.map(({ id }) => id);
}

/** The body of a request for a job that takes next to no work. */
export function textJob(userId: string): string {
  return JSON.stringify({ user_id: userId, job_type: 'text', prompt: 'a lighthouse at dusk' });
}

interface Created {
  readonly id: number;
}

export async function createJob({ api }: Generation, userId: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: textJob(userId) };
  const response = await fetch(`${api.origin}/api/v1/generation-jobs`, request);
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return ((await response.json()) as Created).id;
}
