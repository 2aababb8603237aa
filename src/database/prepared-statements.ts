import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { pgFailure } from './pg-errors.js';
import { countQuery } from './query-counter.js';
import type { SqlExecutor } from './run-sql.js';

/** Statements kept prepared on each connection; one takes PostgreSQL some 50 KB. */
const mostStatements = 200;
/** A statement is worth preparing when it comes back; one made for a single page size or search is not. */
const usesUntilNamed = 3;
const mostCounted = 1000;

/**
 * Runs short statements as named prepared ones, straight on the connection pool: PostgreSQL parses and plans each once a
 * connection instead of once a request, which is most of what a short statement costs it. For statements whose text
 * varies little; a plan is made for any values, so it must be good for all of them.
 */
@Injectable()
export class PreparedStatements implements SqlExecutor {
  private readonly names = new Map<string, string>();
  private readonly uses = new Map<string, number>();

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

  /** Undefined for what is rare, or comes when there are enough: it is planned each time rather than fill connections. */
  private nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= mostStatements) return known;
    const uses = (this.uses.get(text) ?? 0) + 1;
    if (uses < usesUntilNamed) {
      if (this.uses.size >= mostCounted) this.uses.clear();
      this.uses.set(text, uses);
      return undefined;
    }
    this.uses.delete(text);
    const name = `genonaut_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}
