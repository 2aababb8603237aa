import { Controller, Get, NotImplementedException, Param } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PreparedStatements } from '../../../src/database/prepared-statements.js';
import { expectError } from '../../support/expect-error.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const secret = 'password=hunter2';

/** Handlers that fail in the ways a handler can. */
@Controller('api/v1/test')
class FailingController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly statements: PreparedStatements,
  ) {}

  @Get('sleep')
  sleep(): Promise<unknown> {
    return this.dataSource.query('SELECT\n  pg_sleep($1)', [30]);
  }

  @Get('sleep-prepared')
  sleepPrepared(): Promise<unknown> {
    return this.statements.query('SELECT pg_sleep($1)', [30]);
  }

  @Get('sleep-in-transaction')
  sleepInTransaction(): Promise<unknown> {
    return this.dataSource.transaction((manager) => manager.query('SELECT pg_sleep(30)'));
  }

  @Get('cancelled')
  cancelled(): Promise<unknown> {
    return this.dataSource.query(
      `DO $$ BEGIN RAISE query_canceled USING MESSAGE = 'canceling statement due to user request'; END $$`,
    );
  }

  @Get('locked')
  locked(): Promise<unknown> {
    return this.dataSource.transaction((manager) => manager.query('LOCK TABLE generation_jobs'));
  }

  @Get('aborted/:condition')
  aborted(@Param('condition') condition: string): Promise<unknown> {
    return this.dataSource.query(`DO $$ BEGIN RAISE ${condition}; END $$`);
  }

  @Get('bad-sql')
  badSql(): Promise<unknown> {
    return this.dataSource.query(`SELECT '${secret}' FROM no_such_table`);
  }

  @Get('unique')
  async unique(): Promise<unknown> {
    const name = 'twice';
    for (let time = 0; time < 2; time += 1) {
      await this.dataSource.query(`INSERT INTO users (username, email) VALUES ($1, $1)`, [name]);
    }
    return {};
  }

  @Get('bug')
  bug(): never {
    throw new TypeError(secret);
  }

  @Get('text')
  text(): never {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries do
    throw secret;
  }

  @Get('server-exception')
  serverException(): never {
    throw new NotImplementedException(secret);
  }
}

describe('failures', () => {
  const lines: Record<string, unknown>[] = [];
  let test: TestApp;

  beforeAll(async () => {
    const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
    test = await createTestApp(
      {
        'statement-timeout': '200ms',
        'lock-timeout': '50ms',
        'log-level': 'debug',
        'db-pool-size': 1,
        'db-max-overflow': 1,
      },
      { controllers: [FailingController], log: { write } },
    );
  });
  afterAll(() => test.close());
  beforeEach(() => {
    lines.length = 0;
  });

  const get = (name: string) => test.http.get(`/api/v1/test/${name}`).set('X-Request-Id', 'req-7');

  describe('a statement that takes too long', () => {
    it('answers 504 with exactly the promised body', async () => {
      const { id } = await createUser(test.dataSource);
      const response = await get('sleep').query({ user_id: id });
      expect(response.status).toBe(504);
      expect(response.body).toEqual({
        error_type: 'statement_timeout',
        message: 'The operation took too long to complete. Please try again or refine your request.',
        timeout_duration: '200ms',
        details: {
          query: 'SELECT pg_sleep($1)',
          context: {
            path: '/api/v1/test/sleep',
            method: 'GET',
            endpoint: 'FailingController.sleep',
            user_id: id,
            environment: 'test',
          },
        },
      });
      const warning = lines.find(({ msg }) => msg === 'statement timeout');
      expect(warning).toMatchObject({
        level: 40,
        request_id: 'req-7',
        endpoint: 'FailingController.sleep',
        user_id: id,
      });
    });

    it('names the statement also where it was prepared', async () => {
      const { status, body } = await get('sleep-prepared');
      expect([status, body.details.query]).toEqual([504, 'SELECT pg_sleep($1)']);
    });

    it.each([
      ['X-User-ID', '121e194b-4caa-4b81-ad4f-86ca3919d5b9', '121e194b-4caa-4b81-ad4f-86ca3919d5b9'],
      ['X-UserID', '121E194B-4CAA-4B81-AD4F-86CA3919D5B9', '121e194b-4caa-4b81-ad4f-86ca3919d5b9'],
      ['X-User-ID', 'test-user-123', undefined],
    ])('names the user of %s: %s', async (header, value, named) => {
      const { body } = await get('sleep').set(header, value);
      expect(body.details.context.user_id).toBe(named);
      expect('user_id' in body.details.context).toBe(named !== undefined);
    });

    it('leaves every connection of the pool usable, also inside a transaction', async () => {
      const responses = await Promise.all(Array.from({ length: 4 }, () => get('sleep-in-transaction')));
      expect(responses.map(({ status }) => status)).toEqual([504, 504, 504, 504]);
      for (let time = 0; time < 4; time += 1)
        expect((await test.http.get('/api/v1/content')).status).toBe(200);
    });

    it('is told apart from a statement an administrator cancelled', async () => {
      expectError(await get('cancelled'), 500, 'INTERNAL_ERROR');
    });

    it('answers 504 from the product’s own endpoints', async () => {
      const { id } = await createUser(test.dataSource);
      const stall = `CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(30); RETURN NEW; END $$`;
      await test.dataSource.query(stall);
      await test.dataSource.query(
        'CREATE TRIGGER stall BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION stall()',
      );
      const created = await test.http
        .post('/api/v1/users')
        .send({ username: 'slow', email: 'slow@example.com' });
      const changed = await test.http.put(`/api/v1/users/${id}`).send({ username: 'slower' });
      await test.dataSource.query('DROP TRIGGER stall ON users');
      for (const [response, endpoint] of [
        [created, 'UsersController.create'],
        [changed, 'UsersController.update'],
      ] as const) {
        expect(response.status).toBe(504);
        expect(response.body.details.context).toMatchObject({ endpoint });
      }
    });
  });

  it('answers 503 LOCK_TIMEOUT with the time to wait when the data stays locked', async () => {
    const holder = test.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('LOCK TABLE generation_jobs');
    const response = await get('locked');
    await holder.rollbackTransaction();
    await holder.release();
    expectError(response, 503, 'LOCK_TIMEOUT');
    expect(response.headers['retry-after']).toBe('1');
    expect(response.body).toMatchObject({ error: 'ServiceUnavailable', retry_after: 1 });
  });

  it.each(['deadlock_detected', 'serialization_failure'])(
    'answers 503 LOCK_TIMEOUT to a writer given up for another: %s',
    async (condition) => {
      const response = await get(`aborted/${condition}`);
      expectError(response, 503, 'LOCK_TIMEOUT');
      expect(response.headers['retry-after']).toBe('1');
    },
  );

  it('answers 409 to a conflict nobody foresaw, without naming the constraint', async () => {
    const response = await get('unique');
    expectError(response, 409, 'CONFLICT');
    expect(response.text).not.toMatch(/idx_|users|twice/);
  });

  it.each(['bug', 'text', 'bad-sql', 'server-exception'])(
    'answers 500 to %s, and tells nothing but the id of the log line',
    async (name) => {
      const response = await get(name);
      expectError(response, 500, 'INTERNAL_ERROR');
      expect(response.body).toMatchObject({
        error: 'InternalServerError',
        detail: 'An unexpected error occurred',
        error_id: 'req-7',
      });
      expect(response.text).not.toMatch(/hunter2|no_such_table|SELECT|Error:|\.ts/);
      const [line] = lines.filter(({ error_id: id }) => id === 'req-7');
      expect(line).toMatchObject({ level: 50, request_id: 'req-7', msg: 'unexpected error' });
      expect(JSON.stringify(line)).toMatch(/hunter2|no_such_table/);
    },
  );

  it('shows the text of an unexpected error while api-debug is on, and no stack', async () => {
    const open = await createTestApp({ 'api-debug': true }, { controllers: [FailingController] });
    const response = await open.http.get('/api/v1/test/bug');
    await open.close();
    expect(response.body).toMatchObject({ error_code: 'INTERNAL_ERROR', detail: secret });
    expect(response.text).not.toMatch(/failures\.e2e-spec/);
  });

  it('names the request it refuses at debug level, not as an error', async () => {
    await test.http.get('/api/v1/content?page=0').set('X-Request-Id', 'req-8');
    expect(lines.map(({ level, request_id: id }) => [level, id])).toEqual([[20, 'req-8']]);
  });
});
