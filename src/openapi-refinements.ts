import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Header = Record<string, unknown>;

const methods = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** What ConditionalAdapter answers with to every GET and PUT. */
const entityTagHeader: Header = {
  description: 'Changes whenever the representation does; for `If-None-Match` and `If-Match`',
  schema: { type: 'string' },
  example: '"2jmj7l5rSw0yVb_vlWAYkK_YBwk"',
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

/** Adds headers to the success of an operation. */
function describeHeaders(operation: Operation, headers: Record<string, Header>): void {
  const success = operation.responses['200'];
  if (success && !('$ref' in success)) success.headers = { ...success.headers, ...headers };
}

/** Says of each operation what ConditionalAdapter does for it, so that no controller need repeat it. */
export function describeValidators(document: OpenAPIObject): void {
  for (const { method, operation } of operationsOf(document)) {
    if (method === 'put') describeHeaders(operation, { ETag: entityTagHeader });
    if (method !== 'get') continue;
    describeHeaders(operation, { ETag: entityTagHeader, 'Cache-Control': cacheControlHeader });
    operation.parameters = [...(operation.parameters ?? []), ifNoneMatch];
    operation.responses['304'] = {
      description: 'What the caller has still holds',
      headers: { ETag: entityTagHeader, 'Cache-Control': cacheControlHeader },
    };
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
