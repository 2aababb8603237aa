import type { Server } from 'node:http';
import { Controller, Get, Param } from '@nestjs/common';
import type { Express, Request } from 'express';
import { createTestApp, type TestApp } from '../../support/test-app.js';

interface Route {
  method: string;
  template: string;
}

/** A request that several templates match, and the one of them that says most about it. */
interface Contested {
  method: string;
  path: string;
  owner: string;
}

function routesOf(app: TestApp['app']): Route[] {
  const express: Express = app.getHttpAdapter().getInstance();
  const { stack } = express.router as unknown as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  return stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => ({ method, template: route.path })) : [],
  );
}

const isParameter = (segment: string | undefined): boolean => segment?.startsWith(':') ?? false;

/** The path both templates match, parameters of both filled in; undefined when no path does. */
function commonPath(one: string, other: string): string | undefined {
  const [left, right] = [one.split('/'), other.split('/')];
  if (left.length !== right.length) return undefined;
  const segments = left.map((segment, index) => {
    const counterpart = right[index]!;
    if (isParameter(segment)) return isParameter(counterpart) ? '1' : counterpart;
    return isParameter(counterpart) || segment === counterpart ? segment : undefined;
  });
  return segments.includes(undefined) ? undefined : segments.join('/');
}

/** Sorts templates that match the same path: what is spelt out earlier comes first. */
function bySpecificity(one: string, other: string): number {
  const shape = (template: string): string =>
    template
      .split('/')
      .map((segment) => Number(isParameter(segment)))
      .join('');
  return shape(one) < shape(other) ? -1 : 1;
}

function contestedBy(routes: readonly Route[]): Contested[] {
  const contested = routes.flatMap(({ method, template }) => {
    const rivals = routes.filter((other) => other.method === method && other.template !== template);
    const paths = rivals.map((rival) => commonPath(template, rival.template));
    return [...new Set(paths.filter((path) => path !== undefined))].map((path) => {
      const matching = [template, ...rivals.map((rival) => rival.template)].filter(
        (one) => commonPath(one, path) === path,
      );
      return { method, path, owner: matching.sort(bySpecificity)[0]! };
    });
  });
  return [...new Map(contested.map((one) => [`${one.method} ${one.path}`, one])).values()];
}

/** The template of the route whose handler got the request, as Express knows it when the answer is out. */
async function answererOf(test: TestApp, { method, path }: Contested): Promise<unknown> {
  const server: Server = test.app.getHttpServer();
  const answerer = new Promise((resolve) => {
    server.prependOnceListener('request', (request, response) => {
      response.once('finish', () => {
        resolve((request as Request).route?.path);
      });
    });
  });
  await test.http[method as 'get'](path);
  return answerer;
}

async function misdirected(test: TestApp): Promise<(Contested & { answerer: unknown })[]> {
  const wrong = [];
  for (const one of contestedBy(routesOf(test.app))) {
    const answerer = await answererOf(test, one);
    if (answerer !== one.owner) wrong.push({ ...one, answerer });
  }
  return wrong;
}

@Controller('api/v1/shelves')
class CarelessController {
  @Get(':id')
  get(@Param('id') id: string): object {
    return { id };
  }

  @Get('newest')
  newest(): object {
    return {};
  }

  @Get(':id/books')
  books(): object {
    return {};
  }

  @Get('by-name/:name')
  byName(): object {
    return {};
  }
}

describe('a path that a parameter could take for its value', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('is answered by its own handler, in every module', async () => {
    expect(await misdirected(test)).toEqual([]);
  });

  it.each([
    ['/api/v1/users', ['search']],
    ['/api/v1/content', ['unified', 'enhanced', 'top-rated', 'recent', 'public']],
    ['/api/v1/content-auto', ['enhanced', 'top-rated', 'recent', 'public']],
    ['/api/v1/generation-jobs', ['recent']],
    ['/api/v1/tags', ['search', 'popular', 'roots', 'ratings', 'favorites', 'statistics', 'hierarchy']],
  ])('is among those looked at under %s', (folder, names) => {
    const paths = contestedBy(routesOf(test.app)).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(names.map((name) => `${folder}/${name}`)));
  });
});

describe('a controller that has its parameter first', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({}, { controllers: [CarelessController] });
  });
  afterAll(() => test.close());

  it('is found out', async () => {
    expect(await misdirected(test)).toEqual([
      {
        method: 'get',
        path: '/api/v1/shelves/newest',
        owner: '/api/v1/shelves/newest',
        answerer: '/api/v1/shelves/:id',
      },
      {
        method: 'get',
        path: '/api/v1/shelves/by-name/books',
        owner: '/api/v1/shelves/by-name/:name',
        answerer: '/api/v1/shelves/:id/books',
      },
    ]);
  });
});
