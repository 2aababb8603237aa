import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleEntityTag } from './common/http/entity-tag.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Header = Record<string, unknown>;

const methods = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** What ConditionalAdapter answers with to every GET. */
const entityTagHeader: Header = {
  description:
    'Changes whenever the representation does; for `If-None-Match` and `If-Match`. Where some fields change by themselves, as a place in a queue does, it is `"state.rest"`, and `If-Match` looks at `state` alone',
  schema: { type: 'string' },
  example: exampleEntityTag,
};

/** The same of PUT, which answers what GET would, also under `/quality` and the like. */
const changedTagHeader: Header = {
  ...entityTagHeader,
  description: 'That of the resource as GET shows it now; for the `If-Match` of the next change',
};

const cacheControlHeader: Header = {
  description: 'The answer may be kept by its reader and asked about before each use',
  schema: { type: 'string', enum: ['private, no-cache'] },
};

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description:
    'Entity tags of the representations at hand; when one of them still holds, 304 comes without a body',
  schema: { type: 'string' },
} as const;

function operationsOf(document: OpenAPIObject): { method: string; operation: Operation }[] {
  return Object.values(document.paths).flatMap((item) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, operation }] : [];
    }),
  );
}

/** Adds headers to the success of an operation; what it says of them itself holds. */
function describeHeaders(operation: Operation, headers: Record<string, Header>): void {
  const success = operation.responses['200'];
  if (success && !('$ref' in success)) success.headers = { ...headers, ...success.headers };
}

/** Event streams and WebSockets have no representation that could be kept. */
function isLive({ responses }: Operation): boolean {
  if (responses['101'] !== undefined) return true;
  const success = responses['200'];
  return success !== undefined && !('$ref' in success) && 'text/event-stream' in (success.content ?? {});
}

/** Says of each operation what ConditionalAdapter does for it, so that no controller need repeat it. */
export function describeValidators(document: OpenAPIObject): void {
  for (const { method, operation } of operationsOf(document)) {
    if (method === 'put') describeHeaders(operation, { ETag: changedTagHeader });
    if (method !== 'get' || isLive(operation)) continue;
    describeHeaders(operation, { ETag: entityTagHeader, 'Cache-Control': cacheControlHeader });
    operation.parameters = [...(operation.parameters ?? []), ifNoneMatch];
    operation.responses['304'] ??= {
      description: 'What the caller has still holds',
      headers: { ETag: entityTagHeader, 'Cache-Control': cacheControlHeader },
    };
  }
}

/** Answers nothing is said of bear the name of their status. */
export function describeResponses(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (response && !('$ref' in response)) response.description ||= STATUS_CODES[status] ?? status;
    }
  }
}

/**
 * Examples of optional parameters become part of their descriptions: where the document is tried out, every parameter
 * with an example is filled in and sent, and what suits one request does not suit the next.
 */
export function describeExamples(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      if ('$ref' in parameter || parameter.required) continue;
      const { schema } = parameter;
      if (!schema || '$ref' in schema || schema.example === undefined) continue;
      const { example, ...rest } = schema as { example: unknown };
      const texts = (Array.isArray(example) ? example : [example]).map((one) => `\`${String(one)}\``);
      parameter.description = `${parameter.description?.replace(/\.$/, '') ?? ''}. Example: ${texts.join(', ')}`;
      parameter.schema = rest;
    }
  }
}

const places = ['path', 'query', 'header', 'cookie'];

/** Lists parameters by where they stand; left alone, their order hangs on what a compiler says of their types. */
export function orderParameters(document: OpenAPIObject): void {
  const rank = (parameter: Parameter): number => places.indexOf('in' in parameter ? parameter.in : '');
  for (const { operation } of operationsOf(document)) {
    operation.parameters?.sort((one, other) => rank(one) - rank(other));
  }
}

/**
 * Where a handler has several paths, the first is the operation and the others are older names of it. The document
 * lists those as deprecated operations with ids of their own.
 */
export function markAliases(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    const [, name, index] = /^(.+)\[(\d+)\]$/.exec(operation.operationId ?? '') ?? [];
    if (name === undefined) continue;
    operation.operationId = index === '0' ? name : `${name}_alias${index}`;
    if (index !== '0') operation.deprecated = true;
  }
}
