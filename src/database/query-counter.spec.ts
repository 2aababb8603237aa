import { currentRequestContext, runInRequestContext } from '../common/request-context.js';
import { QueryCounter } from './query-counter.js';

describe('QueryCounter', () => {
  it('counts the statements of the request they are sent for, transaction control aside', () => {
    const counter = new QueryCounter();
    counter.logQuery('SELECT 1 of no request');
    runInRequestContext({ requestId: 'r', queryCount: 0 }, () => {
      for (const query of [
        'START TRANSACTION',
        'SELECT 1',
        'INSERT INTO t',
        'COMMIT',
        'ROLLBACK',
        'SET LOCAL x = 1',
      ]) {
        counter.logQuery(query);
      }
      expect(currentRequestContext()?.queryCount).toBe(2);
    });
    expect(currentRequestContext()).toBeUndefined();
  });
});
