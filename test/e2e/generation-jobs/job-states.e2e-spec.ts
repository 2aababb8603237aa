import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import type { GenerationJobDto } from '../../../src/generation-jobs/generation-job.dto.js';
import { GenerationJob, type JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { isNoChange, JobAction, sourcesOf } from '../../../src/generation-jobs/lifecycle/job-states.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

type Outcome = JobStatus | 'same' | 'refused';

const states = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;

/** The contract's table (§4.9), written out: what each request makes of a job in each of the states, in their order. */
const contract: Record<
  string,
  [pending: Outcome, running: Outcome, completed: Outcome, failed: Outcome, cancelled: Outcome]
> = {
  'PUT start': ['running', 'refused', 'refused', 'refused', 'refused'],
  'PUT complete': ['refused', 'completed', 'refused', 'refused', 'refused'],
  'PUT result': ['refused', 'completed', 'refused', 'refused', 'refused'],
  'PUT fail': ['failed', 'failed', 'refused', 'refused', 'refused'],
  'POST cancel': ['cancelled', 'cancelled', 'refused', 'refused', 'refused'],
  'PUT status pending': ['same', 'pending', 'refused', 'refused', 'refused'],
  'PUT status running': ['running', 'same', 'refused', 'refused', 'refused'],
  'PUT status processing': ['running', 'same', 'refused', 'refused', 'refused'],
  'PUT status started': ['running', 'same', 'refused', 'refused', 'refused'],
  'PUT status completed': ['completed', 'completed', 'same', 'refused', 'refused'],
  'PUT status failed': ['failed', 'failed', 'refused', 'same', 'refused'],
  'PUT status cancelled': ['cancelled', 'cancelled', 'refused', 'refused', 'same'],
};

/** What the code declares of each request. */
const declared: Record<string, [action: JobAction, to: JobStatus]> = {
  'PUT start': [JobAction.Start, 'running'],
  'PUT complete': [JobAction.Complete, 'completed'],
  'PUT result': [JobAction.Complete, 'completed'],
  'PUT fail': [JobAction.Fail, 'failed'],
  'POST cancel': [JobAction.Cancel, 'cancelled'],
  'PUT status pending': [JobAction.SetStatus, 'pending'],
  'PUT status running': [JobAction.SetStatus, 'running'],
  'PUT status processing': [JobAction.SetStatus, 'running'],
  'PUT status started': [JobAction.SetStatus, 'running'],
  'PUT status completed': [JobAction.SetStatus, 'completed'],
  'PUT status failed': [JobAction.SetStatus, 'failed'],
  'PUT status cancelled': [JobAction.SetStatus, 'cancelled'],
};

function declaredOutcome(request: string, from: JobStatus): Outcome {
  const [action, to] = declared[request]!;
  if (sourcesOf(to, action).includes(from)) return to;
  return isNoChange(from, to, action) ? 'same' : 'refused';
}

const cells = Object.entries(contract).flatMap(([request, outcomes]) =>
  states.map((from, index): [string, JobStatus, Outcome] => [request, from, outcomes[index]!]),
);

describe('the declared table of states', () => {
  it.each(cells)('says of %s on a job that is %s, as the contract does: %s', (request, from, outcome) => {
    expect(declaredOutcome(request, from)).toBe(outcome);
  });
});

describe('a job over HTTP', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const earlier = new Date('2026-01-01T00:00:00.000Z');

  /** As it comes to be in each of the states. */
  const history: Record<JobStatus, Partial<GenerationJob>> = {
    pending: {},
    running: { startedAt: earlier, attempts: 1 },
    completed: { startedAt: earlier, completedAt: earlier },
    failed: { startedAt: earlier, completedAt: earlier, errorMessage: 'out of memory' },
    cancelled: { completedAt: earlier },
  };

  async function jobIn(status: JobStatus): Promise<number> {
    const times = { createdAt: earlier, updatedAt: earlier };
    const [job] = await createGenerationJobs(test.dataSource, user.id, [
      { status, ...times, ...history[status] },
    ]);
    return job!.id;
  }

  function send(request: string, id: number) {
    const [method, path, status] = request.split(' ');
    const url = `/api/v1/generation-jobs/${id}/${path}`;
    const body = { error_message: 'broken', ...(status !== undefined && { status }) };
    return method === 'PUT' ? test.http.put(url).send(body) : test.http.post(url).send({});
  }

  const eventsOf = (jobId: number) =>
    runSql<{ event: object }>(
      test.dataSource,
      sql`SELECT event FROM generation_job_events WHERE job_id = ${jobId} ORDER BY seq`,
    );
  /** What is expected of a job moves with all the others. */
  const withoutForecast = (job: GenerationJobDto): GenerationJobDto => ({
    ...job,
    queue_position: null,
    expected_start_seconds: null,
    expected_duration_seconds: null,
  });
  const shown = async (id: number) =>
    withoutForecast((await test.http.get(`/api/v1/generation-jobs/${id}`)).body);
  const eventStatus: Record<JobStatus, string> = {
    pending: 'pending',
    running: 'started',
    completed: 'completed',
    failed: 'failed',
    cancelled: 'cancelled',
  };

  it.each(cells)('%s on one that is %s: %s', async (request, from, outcome) => {
    const id = await jobIn(from);
    const before = await shown(id);
    const response = await send(request, id);
    const after = await shown(id);
    if (outcome === 'refused') {
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toMatch(
        new RegExp(`^Cannot .* with status '${from}'; only jobs that are `),
      );
    } else {
      expect(response.status).toBe(200);
      expect(withoutForecast(response.body)).toEqual(after);
    }
    if (outcome === 'refused' || outcome === 'same') {
      expect(after).toEqual(before);
      expect(await eventsOf(id)).toEqual([]);
      return;
    }
    expect(after.status).toBe(outcome);
    expect(Date.parse(after.updated_at)).toBeGreaterThan(earlier.getTime());
    const [told, ...more] = await eventsOf(id);
    expect(told!.event).toMatchObject({
      job_id: id,
      seq: 1,
      status: eventStatus[outcome],
      timestamp: after.updated_at,
    });
    expect(more).toEqual([]);
  });

  it.each([
    ['PUT start', 'pending', { started_at: 'now', completed_at: null, error_message: null, attempts: 1 }],
    ['PUT status running', 'pending', { started_at: 'now', completed_at: null, error_message: null }],
    ['PUT status pending', 'running', { started_at: null, completed_at: null }],
    ['PUT complete', 'running', { started_at: 'before', completed_at: 'now', content_id: null }],
    ['PUT status completed', 'pending', { started_at: null, completed_at: 'now' }],
    ['PUT fail', 'running', { started_at: 'before', completed_at: 'now', error_message: 'broken' }],
    ['PUT fail', 'pending', { started_at: null, completed_at: 'now', error_message: 'broken' }],
    ['PUT status failed', 'running', { completed_at: 'now', error_message: 'broken' }],
    ['PUT status cancelled', 'running', { completed_at: 'now', error_message: 'broken' }],
    ['POST cancel', 'pending', { started_at: null, completed_at: 'now', error_message: null }],
  ] as const)('%s on one that is %s leaves its times and message right', async (request, from, expected) => {
    const id = await jobIn(from);
    const { body } = await send(request, id);
    const times = new Map<unknown, string>([
      ['now', body.updated_at],
      ['before', earlier.toISOString()],
    ]);
    const wanted = Object.entries(expected).map(([name, value]) => [name, times.get(value) ?? value]);
    expect(body).toMatchObject(Object.fromEntries(wanted));
  });

  it('says why it was cancelled', async () => {
    for (const [reason, message] of [
      ['no longer needed', 'Cancelled: no longer needed'],
      ['  ', null],
      [null, null],
    ]) {
      const id = await jobIn('running');
      const { body } = await test.http.post(`/api/v1/generation-jobs/${id}/cancel`).send({ reason });
      expect(body).toMatchObject({ status: 'cancelled', error_message: message });
    }
    const bare = await test.http.post(`/api/v1/generation-jobs/${await jobIn('pending')}/cancel`);
    expect(bare.body).toMatchObject({ status: 'cancelled', error_message: null });
  });

  it('that was cancelled while it ran stays cancelled, whatever comes after', async () => {
    const id = await jobIn('running');
    await send('POST cancel', id);
    for (const request of ['PUT complete', 'PUT fail', 'PUT start', 'PUT status completed'])
      expectError(await send(request, id), 422, 'VALIDATION_ERROR');
    expect(await shown(id)).toMatchObject({ status: 'cancelled' });
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('is moved by one of many who try at once', async () => {
    const requests = ['PUT complete', 'PUT fail', 'POST cancel', 'PUT status failed'];
    for (let round = 0; round < 5; round += 1) {
      const id = await jobIn('running');
      const responses = await Promise.all([...requests, ...requests].map((request) => send(request, id)));
      const winners = responses.filter(({ status }) => status === 200);
      const changes = new Set(winners.map(({ body }) => body.updated_at as string));
      expect(changes.size).toBe(1);
      expect(await eventsOf(id)).toHaveLength(1);
    }
  });

  describe('is not moved', () => {
    it.each(['PUT start', 'PUT complete', 'PUT fail', 'POST cancel', 'PUT status cancelled'])(
      'by %s when there is none',
      async (request) => {
        const response = await send(request, 2_000_000_000);
        expectError(response, 404, 'NOT_FOUND');
        expect(response.body.detail).toBe('Generation job with id 2000000000 not found');
      },
    );

    it.each([
      ['fail', {}, 'error_message is required'],
      ['fail', { error_message: ' ' }, 'error_message must not be blank'],
      ['status', { status: 'failed' }, 'error_message is required of a job that failed'],
      ['status', { status: 'failed', error_message: '\t' }, 'error_message is required of a job that failed'],
      ['status', { status: 'done' }, 'status must be one of pending, running, completed, failed, cancelled'],
      ['status', {}, 'status is required'],
      ['complete', { content_id: 0 }, 'content_id must be at least 1'],
      ['complete', { content_id: 'x' }, 'content_id must be a whole number'],
    ])('by PUT %s with %j', async (path, body, detail) => {
      const id = await jobIn('running');
      const response = await test.http.put(`/api/v1/generation-jobs/${id}/${path}`).send(body);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toBe(detail);
      expect(await shown(id)).toMatchObject({ status: 'running' });
    });

    it.each(['0', '-1', '1.5', 'abc', '1e3'])('under the id %s', async (id) => {
      expectError(await test.http.put(`/api/v1/generation-jobs/${id}/start`), 422, 'VALIDATION_ERROR');
    });
  });
});
