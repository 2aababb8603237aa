import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { projectRoot } from '../../src/config/project-root.js';
import { parseSocketUrl } from '../../src/generation-jobs/live/socket/socket-request.js';
import { formatOpenApiDocument, previewOpenApiDocument } from '../../src/openapi-preview.js';

interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  example?: unknown;
  schema?: {
    type?: string;
    minimum?: number;
    $ref?: string;
    enum?: unknown[];
    items?: { format?: string };
    example?: unknown;
    format?: string;
  };
}

interface Operation {
  id: string;
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: Parameter[];
  responses: Record<
    string,
    {
      description: string;
      content?: Record<string, { schema?: object; example?: { status?: unknown } }>;
      headers?: Record<string, object>;
    }
  >;
  deprecated?: boolean;
}

const methods = new Set(['get', 'post', 'put', 'delete', 'patch']);

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({ ...(operation as Operation), id: `${method.toUpperCase()} ${path}` })),
  );
}

function incomplete(operations: Operation[], isComplete: (operation: Operation) => boolean): string[] {
  return operations.filter((operation) => !isComplete(operation)).map(({ id }) => id);
}

function hasSchema(operation: Operation, isStatus: (status: number) => boolean): boolean {
  const responses = Object.entries(operation.responses).filter(([status]) => isStatus(Number(status)));
  return (
    responses.length > 0 &&
    responses.every(([, { content }]) =>
      Object.values(content ?? {}).some(({ schema }) => schema !== undefined),
    )
  );
}

describe('the OpenAPI document', () => {
  let document: OpenAPIObject;
  let operations: Operation[];

  beforeAll(async () => {
    document = await previewOpenApiDocument();
    operations = operationsOf(document);
  });

  it('is the one committed in docs/openapi.json; `npm run openapi:write` brings it up to date', () => {
    const committed = readFileSync(join(projectRoot, 'docs', 'openapi.json'), 'utf8');
    expect(formatOpenApiDocument(document)).toBe(committed);
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(operations.length);
    expect(ids).not.toContain(undefined);
  });

  it('gives every operation a summary and a tag', () => {
    expect(incomplete(operations, ({ summary, tags }) => Boolean(summary) && tags?.length === 1)).toEqual([]);
  });

  it('states the schema of every success and every error', () => {
    expect(
      incomplete(operations, (operation) => hasSchema(operation, (status) => status < 300 && status !== 204)),
    ).toEqual([]);
    expect(incomplete(operations, (operation) => hasSchema(operation, (status) => status >= 400))).toEqual(
      [],
    );
  });

  it('says what every answer is', () => {
    expect(
      incomplete(operations, ({ responses }) =>
        Object.values(responses).every(({ description }) => description.trim() !== ''),
      ),
    ).toEqual([]);
  });

  it('shows errors whose status is that of the answer', () => {
    const wrong = operations.flatMap(({ id, responses }) =>
      Object.entries(responses)
        .filter(([status, { content }]) => {
          const shown = content?.['application/json']?.example?.status;
          return typeof shown === 'number' && shown !== Number(status);
        })
        .map(([status]) => `${id} ${status}`),
    );
    expect(wrong).toEqual([]);
  });

  it('says of every GET but event streams and WebSockets that its answer has a tag and may be spared', () => {
    const readers = operations.filter(
      ({ id, responses }) =>
        id.startsWith('GET ') &&
        responses['101'] === undefined &&
        responses['200']?.content?.['text/event-stream'] === undefined,
    );
    expect(
      incomplete(
        readers,
        ({ parameters, responses }) =>
          parameters?.some(({ name }) => name === 'If-None-Match') === true &&
          responses['304'] !== undefined &&
          responses['200']?.headers?.ETag !== undefined,
      ),
    ).toEqual([]);
  });

  it('says of every operation that takes If-Match how it refuses', () => {
    const conditional = operations.filter(({ parameters }) =>
      parameters?.some(({ name }) => name === 'If-Match'),
    );
    expect(conditional.length).toBeGreaterThan(0);
    expect(
      incomplete(
        conditional,
        ({ parameters, responses }) =>
          parameters?.some(({ name }) => name === 'If-None-Match') === true &&
          Boolean(responses['412'] && responses['400']),
      ),
    ).toEqual([]);
  });

  it('marks the further paths of a handler as older names of the first', () => {
    const aliases = operations.filter(({ deprecated }) => deprecated);
    const ids = new Set(operations.map(({ operationId }) => operationId));
    expect(aliases.map(({ id }) => id)).toContain('GET /api/v1/content/recent/all');
    for (const { operationId } of aliases) {
      expect(ids).toContain(operationId!.replace(/_alias\d+$/, ''));
    }
  });

  it('describes every parameter and types it', () => {
    const bare = operations.flatMap(({ id, parameters = [] }) =>
      parameters
        .filter(({ description, schema }) => !description || !(schema?.type ?? schema?.$ref ?? schema?.enum))
        .map(({ name }) => `${id} ${name}`),
    );
    expect(bare).toEqual([]);
  });

  it('leaves every optional parameter empty where a reader tries an operation out', () => {
    const filled = operations.flatMap(({ id, parameters = [] }) =>
      parameters
        .filter(({ required, example, schema }) => !required && (example ?? schema?.example) !== undefined)
        .map(({ name }) => `${id} ${name}`),
    );
    expect(filled).toEqual([]);
  });

  it('gives every id in a path an example', () => {
    const bare = operations.flatMap(({ id, parameters = [] }) =>
      parameters
        .filter(
          ({ in: place, schema }) =>
            place === 'path' && (schema?.format === 'uuid' || schema?.type === 'integer'),
        )
        .filter(({ schema }) => schema?.example === undefined)
        .map(({ name }) => `${id} ${name}`),
    );
    expect(bare).toEqual([]);
  });

  describe('of the WebSocket', () => {
    const sockets = (): Operation[] => operations.filter(({ responses }) => responses['101']);
    const pathOf = ({ id }: Operation): string => id.replace('GET ', '');

    it('has the addresses that docs/live-status.md has', () => {
      const page = readFileSync(join(projectRoot, 'docs', 'live-status.md'), 'utf8');
      const addresses = [...page.matchAll(/`(\/ws\/[^`?]+)(?:\?[^`]*)?`/g)].map(([, path]) => path);
      expect(sockets().map(pathOf).sort()).toEqual([...new Set(addresses)].sort());
    });

    it('has addresses and parameters the server takes', () => {
      for (const socket of sockets()) {
        const { parameters = [] } = socket;
        const isSingle = pathOf(socket).includes('{job_id}');
        const since = isSingle ? '5' : '7:5';
        const values: Record<string, string> = { job_id: '7', job_ids: '7', since };
        const names = (place: string): string[] =>
          parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
        const path = names('path').reduce(
          (text, name) => text.replace(`{${name}}`, values[name]!),
          pathOf(socket),
        );
        const query = names('query').map((name) => `${name}=${values[name]}`);
        expect(parseSocketUrl(`${path}?${query.join('&')}`)).toEqual({
          isSingle,
          jobIds: [7],
          malformed: [],
          since: new Map([[7, 5]]),
        });
      }
    });
  });

  it('says of tag_ids that they are UUIDs', () => {
    const ratings = operations.find(({ id }) => id === 'GET /api/v1/tags/ratings');
    const tagIds = ratings?.parameters?.find(({ name }) => name === 'tag_ids');
    expect(tagIds?.schema?.items?.format).toBe('uuid');
  });

  it('bounds every number a query takes', () => {
    const unbounded = operations.flatMap(({ id, parameters = [] }) =>
      parameters
        .filter(({ schema }) => schema?.type === 'integer' || schema?.type === 'number')
        .filter(({ schema }) => schema?.minimum === undefined)
        .map(({ name }) => `${id} ${name}`),
    );
    expect(unbounded).toEqual([]);
  });

  it('describes every property of every schema by an example, a description or its type', () => {
    const schemas = Object.entries(document.components?.schemas ?? {});
    const empty = schemas.flatMap(([name, schema]) =>
      Object.entries(('properties' in schema ? schema.properties : undefined) ?? {})
        .filter(([, property]) => Object.keys(property).length === 0)
        .map(([property]) => `${name}.${property}`),
    );
    expect(empty).toEqual([]);
  });
});
