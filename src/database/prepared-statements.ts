import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { pgFailure } from './pg-errors.js';
import { countQuery } from './query-counter.js';
import type { SqlExecutor } from './run-sql.js';

/** Statements kept prepared on each connection; one takes PostgreSQL some 50 KB. */
const mostStatements = 200;

/**
 * Runs short statements as named prepared ones, straight on the connection pool: PostgreSQL parses and plans each once a
 * connection instead of once a request, which is most of what a short statement costs it. For statements whose text
 * varies little; a plan is made for any values, so it must be good for all of them.
 */
@Injectable()
export class PreparedStatements implements SqlExecutor {
  private readonly names = new Map<string, string>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  async query<T>(text: string, values?: unknown[]): Promise<T> {
    countQuery();
    const name = this.nameOf(text);
    try {
      const result = await this.pool.query({ text, values, ...(name !== undefined && { name }) });
      return result.rows as T;
    } catch (error) {
      // As TypeORM does, so that whoever reports the failure knows the statement; lost connections have none to blame.
      throw pgFailure(error) ? new QueryFailedError(text, values, error as Error) : error;
    }
  }

  /** Undefined when there are enough statements: the rest are planned each time, rather than fill the connections. */
  private nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= mostStatements) return known;
    const name = `genonaut_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}
