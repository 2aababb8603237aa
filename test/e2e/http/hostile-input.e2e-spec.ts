import { Agent } from 'node:http';
import type { Response } from 'supertest';
import type { ErrorCode } from '../../../src/common/errors/error-codes.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { type Target, targets } from './hostile-targets.js';
import {
  hostileIds,
  hostileJson,
  hostileKeys,
  hostileQueries,
  hostileTexts,
  malformedTexts,
  nestedJson,
} from './hostile-values.js';

/** Thousands of requests: new connections would cost more than the answers. */
const keepAlive = new Agent({ keepAlive: true, maxSockets: 16 });

const features = /^\/api\/v1\/(users|content|images|tags|interactions|recommendations|generation-jobs)(\/|$)/;

describe('hostile input', () => {
  const faults: unknown[] = [];
  let test: TestApp;
  let ids: Record<string, string>;

  beforeAll(async () => {
    const write = (line: string): void => void faults.push(JSON.parse(line));
    test = await createTestApp({ 'log-level': 'error' }, { log: { write } });
    const [user, doomed] = [await createUser(test.dataSource), await createUser(test.dataSource)];
    const [content, spare] = await createContents(test.dataSource, [
      { creatorId: user.id },
      { creatorId: user.id },
    ]);
    const [tag] = [await createTag(test.dataSource), await createTag(test.dataSource)];
    const contentItemId = content!.id;
    const [interaction, undone] = await createInteractions(test.dataSource, user.id, [
      { contentItemId, rating: 1 },
      { contentItemId },
      {},
    ]);
    const [recommendation, stale] = await createRecommendations(test.dataSource, user.id, [
      { contentItemId },
      { contentItemId },
      {},
    ]);
    const [ended, job] = await createGenerationJobs(test.dataSource, user.id, [
      { completedAt: new Date(), status: 'failed' },
      {},
      {},
    ]);
    ids = {
      user: user.id,
      doomed: doomed.id,
      content: String(content!.id),
      spare: String(spare!.id),
      kind: 'image',
      tag: tag.id,
      recommendation: String(recommendation!.id),
      stale: String(stale!.id),
      label: 'hybrid-v1',
      interaction: String(interaction!.id),
      undone: String(undone!.id),
      act: 'view',
      job: String(job!.id),
      ended: String(ended!.id),
      state: 'pending',
      medium: 'image',
    };
  });
  afterAll(() => {
    keepAlive.destroy();
    return test.close();
  });
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (placeholder, name: string) => ids[name] ?? placeholder);

  function send(
    target: Target,
    { query = '', json }: { query?: string; json?: string } = {},
  ): Promise<Response> {
    const request = test.http[target.method](`/api/v1${fill(target.path)}${query && `?${query}`}`).agent(
      keepAlive,
    );
    return json === undefined ? request : request.set('Content-Type', 'application/json').send(fill(json));
  }

  /** A refusal in the contract's shape, or success; never a fault of ours. */
  function expectAnswer(response: Response): void {
    if (response.status < 400) return;
    expect(response.status).toBeLessThan(500);
    expectError(response, response.status, response.body.error_code as ErrorCode);
  }

  const withBody = targets.filter(({ body }) => body);
  const name = ({ method, path }: Target): string => `${method.toUpperCase()} ${path}`;
  const cases = (chosen: readonly Target[]): [string, Target][] =>
    chosen.map((target) => [name(target), target]);

  it('meets every operation on users, content, images, tags, interactions, recommendations and jobs', async () => {
    const { paths } = (await test.http.get('/openapi.json')).body as {
      paths: Record<string, Record<string, { deprecated?: boolean }>>;
    };
    const anonymous = (path: string): string => path.replace(/\{\w+\}/g, '{}');
    const served = Object.entries(paths)
      .filter(([path]) => features.test(path) && !path.endsWith('/events')) // a stream has no end
      .flatMap(([path, methods]) =>
        Object.entries(methods)
          .filter(([, { deprecated }]) => !deprecated) // other names of the same handlers
          .map(([method]) => `${method} ${anonymous(path)}`),
      );
    const met = targets.map(({ method, path }) => `${method} /api/v1${anonymous(path)}`);
    expect([...new Set(met)].sort()).toEqual(served.sort());
  });

  it.each(cases(targets))('in the query of %s is refused or taken literally', async (_name, target) => {
    const names = target.query
      ? [...target.query, '__proto__', 'constructor', 'toString', 'then']
      : ['unknown'];
    for (const parameter of names) {
      const queries = hostileQueries.map((query) => query.replaceAll('{}', parameter));
      for (const response of await Promise.all(queries.map((query) => send(target, { query }))))
        expectAnswer(response);
    }
  });

  it.each(cases(targets.filter(({ query }) => query)))(
    'of every text in the query of %s likewise',
    async (_name, target) => {
      for (const parameter of target.query ?? []) {
        const queries = hostileTexts
          .filter((text) => text.length < 1000)
          .map((text) => `${parameter}=${encodeURIComponent(text)}`);
        for (const response of await Promise.all(queries.map((query) => send(target, { query }))))
          expectAnswer(response);
        for (const text of ['%00', 'a%00b']) {
          const response = await send(target, { query: `${parameter}=${text}` });
          expectError(response, 422, 'VALIDATION_ERROR');
          expect(response.body.errors[0].field).toBe(parameter);
        }
      }
    },
  );

  it.each(cases(withBody))('in any member of the body of %s is refused or stored', async (_name, target) => {
    for (const member of [...Object.keys(target.body!), 'unknown', 'constructor', '__proto__']) {
      const rest = Object.entries(target.body!).filter(([key]) => key !== member);
      const members = rest.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
      const bodies = [...hostileJson, ...hostileTexts.map((text) => JSON.stringify(text))].map(
        (value) => `{${[`${JSON.stringify(member)}:${value}`, ...members].join()}}`,
      );
      for (const response of await Promise.all(bodies.map((json) => send(target, { json }))))
        expectAnswer(response);
      for (const text of malformedTexts) {
        const value = member === 'tags' ? [text] : text;
        const response = await send(target, { json: JSON.stringify({ ...target.body, [member]: value }) });
        expectError(response, 422, 'VALIDATION_ERROR');
      }
    }
  });

  it.each(cases(withBody))('as the whole body of %s is refused', async (_name, target) => {
    const valid = JSON.stringify(target.body).slice(1, -1);
    const bodies: [json: string, status: number, code: ErrorCode][] = [
      ['null', 422, 'INVALID_JSON'],
      ['[]', 422, 'VALIDATION_ERROR'],
      ['[null]', 422, 'VALIDATION_ERROR'],
      [`[{${valid}}]`, 422, 'VALIDATION_ERROR'],
      ['{"a":', 422, 'INVALID_JSON'],
      [nestedJson(10_000), 422, 'VALIDATION_ERROR'],
      [`{${valid},"deep":${nestedJson(10_000)}}`, 422, 'VALIDATION_ERROR'],
      [`{${valid},"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, 422, 'VALIDATION_ERROR'],
      [`{${valid},"__proto__":{"polluted":true}}`, 422, 'VALIDATION_ERROR'],
      [`{${valid},"large":"${'x'.repeat(2_000_000)}"}`, 413, 'PAYLOAD_TOO_LARGE'],
    ];
    for (const [json, status, code] of bodies) expectError(await send(target, { json }), status, code);
    // The last of two equal keys counts, as everywhere in JavaScript.
    const twice = await send(target, { json: `{${valid},${valid}}` });
    expectAnswer(twice);
  });

  it.each(cases(targets.filter(({ path }) => path.includes('{'))))(
    'as the id of %s is refused',
    async (_name, target) => {
      for (const id of hostileIds) {
        const path = target.path.replace(/\{\w+\}/, id);
        const response = await send({ ...target, path }, { json: JSON.stringify(target.body ?? {}) });
        if (!target.takesAnyId) expect(response.status).toBeGreaterThanOrEqual(400);
        expectAnswer(response);
      }
    },
  );

  it.each(cases(targets.filter(({ query }) => query?.includes('cursor'))))(
    'in the keys of a cursor of %s is refused or a position like any other',
    async (_name, target) => {
      const orders = (await send(target, { query: 'sort_field=' })).body.detail
        .replace(/^.*one of /, '')
        .split(', ') as string[];
      expect(orders).toContain('id');
      for (const field of orders) {
        const { body } = await send(target, { query: `sort_field=${field}&page_size=1` });
        const cursor = JSON.parse(
          Buffer.from(body.pagination.next_cursor as string, 'base64url').toString(),
        ) as object;
        const tampered = Object.keys(cursor)
          .filter((key) => key in body.items[0])
          .flatMap((key) => hostileKeys.map((value) => ({ ...cursor, [key]: value })));
        const queries = tampered.map(
          (one) => `cursor=${Buffer.from(JSON.stringify(one)).toString('base64url')}`,
        );
        for (const response of await Promise.all(queries.map((query) => send(target, { query }))))
          expectAnswer(response);
      }
    },
  );

  it('leaves the tables standing and the service well', async () => {
    expect((await test.http.get(`/api/v1/users/${ids.user}`)).status).toBe(200);
    expect((await test.http.get('/api/v1/health')).body.status).toBe('healthy');
  });
});
