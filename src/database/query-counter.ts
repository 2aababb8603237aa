import type { Logger } from 'typeorm';
import { currentRequestContext } from '../common/request-context.js';

const transactionControl = /^(START TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET )/;

/** Counts the statements each request sends; TypeORM tells its logger of every one. Errors surface as exceptions. */
export class QueryCounter implements Logger {
  logQuery(query: string): void {
    const context = currentRequestContext();
    if (context && !transactionControl.test(query)) context.queryCount += 1;
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
