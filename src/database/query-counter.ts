import type { Logger } from 'typeorm';
import { currentRequestContext } from '../common/request-context.js';

const transactionControl = /^(START TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET )/;

/** Notes that the request being served, if any, sent a statement. */
export function countQuery(): void {
  const context = currentRequestContext();
  if (context) context.queryCount += 1;
}

/** Counts the statements each request sends; TypeORM tells its logger of every one. Errors surface as exceptions. */
export class QueryCounter implements Logger {
  logQuery(query: string): void {
    if (!transactionControl.test(query)) countQuery();
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
