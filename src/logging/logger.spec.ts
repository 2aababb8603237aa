import { QueryFailedError } from 'typeorm';
import { runInRequestContext } from '../common/request-context.js';
import { loadConfig } from '../config/load-config.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function recording(level: 'info' | 'trace' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const config = loadConfig({ variables: { APP_ENV: 'test', LOG_LEVEL: level } });
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, logger: createLogger(config, 'stdout', { write }) };
}

describe('createLogger', () => {
  it('writes JSON lines with time, level and environment', () => {
    const { lines, logger } = recording();
    logger.info({ count: 3 }, 'done');
    expect(lines).toEqual([
      { level: 30, time: expect.stringMatching(/^\d{4}-.*Z$/), environment: 'test', count: 3, msg: 'done' },
    ]);
  });

  it('names the request a line belongs to', () => {
    const { lines, logger } = recording();
    runInRequestContext({ requestId: 'req-1', queryCount: 0 }, () => {
      logger.info('inside');
    });
    logger.info('outside');
    expect(lines.map(({ request_id: id }) => id)).toEqual(['req-1', undefined]);
  });

  it('tells what statement failed, not with which values', () => {
    const { lines, logger } = recording();
    const driverError = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(a@b.c)',
    });
    logger.error({ err: new QueryFailedError('INSERT INTO users VALUES ($1)', ['a@b.c'], driverError) });
    expect(lines[0]).toMatchObject({ err: { query: 'INSERT INTO users VALUES ($1)', code: '23505' } });
    expect(JSON.stringify(lines)).not.toContain('a@b.c');
  });

  it('leaves out lines below the configured level', () => {
    const { lines, logger } = recording();
    logger.debug('whisper');
    expect(lines).toEqual([]);
  });
});

describe('NestLogger', () => {
  it('keeps level, context and details of what Nest says', () => {
    const { lines, logger } = recording('trace');
    const nest = new NestLogger(logger);
    nest.log('mapped', 'RouterExplorer');
    nest.error('failed', 'the stack', 'UsersService');
    nest.warn({ odd: true });
    nest.debug('d');
    nest.verbose('v');
    nest.fatal(new Error('gone'), 'Bootstrap');
    expect(lines).toMatchObject([
      { level: 30, context: 'RouterExplorer', msg: 'mapped' },
      { level: 50, context: 'UsersService', details: ['the stack'], msg: 'failed' },
      { level: 40, msg: '{"odd":true}' },
      { level: 20, msg: 'd' },
      { level: 10, msg: 'v' },
      { level: 60, context: 'Bootstrap', msg: 'gone', err: { type: 'Error', message: 'gone' } },
    ]);
  });
});
