// The WebSocket for the OpenAPI document, which otherwise reads controllers, and no controller serves it.
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { documentErrors } from '../../common/errors/api-errors.decorator.js';
import { ErrorDto } from '../../common/errors/error.dto.js';
import { largestInteger } from '../../common/largest-integer.js';
import { exampleJobId } from '../generation-job.examples.js';
import {
  JobEventDto,
  JobSnapshotDto,
  SocketConnectionDto,
  SocketErrorDto,
  SocketPongDto,
} from './live-messages.dto.js';
import { CloseCode } from './socket/close-code.js';
import { mostJobs } from './socket/socket-request.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameters = NonNullable<Operation['parameters']>;

interface SocketWay {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  readonly parameters: Parameters;
}

/** What the server says over a WebSocket; no controller mentions it. */
export const liveModels = [SocketConnectionDto, JobSnapshotDto, JobEventDto, SocketPongDto, SocketErrorDto];

const oneJob: Parameters = [
  {
    name: 'job_id',
    in: 'path',
    required: true,
    description: 'Generation job id',
    schema: { type: 'integer', minimum: 1, maximum: largestInteger, example: exampleJobId },
  },
  {
    name: 'since',
    in: 'query',
    required: false,
    description: 'Number of the last event seen: those after it are sent; 0 for all there are',
    schema: { type: 'integer', minimum: 0 },
  },
];

const severalJobs: Parameters = [
  {
    name: 'job_ids',
    in: 'query',
    required: true,
    description: `Ids of the jobs, separated by commas; at most ${mostJobs}`,
    style: 'form',
    explode: false,
    schema: {
      type: 'array',
      minItems: 1,
      maxItems: mostJobs,
      items: { type: 'integer', minimum: 1 },
      example: [1, 2],
    },
  },
  {
    name: 'since',
    in: 'query',
    required: false,
    description: 'Job id and number of the last event seen of it, `1:5,2:0`; a job without has no history',
    style: 'form',
    explode: false,
    schema: { type: 'array', items: { type: 'string', pattern: '^\\d{1,15}:\\d{1,15}$' } },
  },
];

const ways: readonly SocketWay[] = [
  {
    name: 'watchGeneration',
    path: '/ws/generation/{job_id}',
    summary: 'Watch a generation job over a WebSocket',
    parameters: oneJob,
  },
  {
    name: 'watchJob',
    path: '/ws/jobs/{job_id}',
    summary: 'Watch a generation job over a WebSocket, by its other path',
    parameters: oneJob,
  },
  {
    name: 'watchJobs',
    path: '/ws/jobs',
    summary: 'Watch several generation jobs over one WebSocket',
    parameters: severalJobs,
  },
];

const description = `For WebSocket clients, not to be tried out from here: without an upgrade it is answered 404.

First comes \`connection\`, then a \`snapshot\` of each job, then its updates, each once and in the order of \`seq\`.
\`{"type":"ping"}\` is answered \`{"type":"pong"}\`; all else a client sends is ignored.

| close code | why |
| --- | --- |
| ${CloseCode.GoingAway} | the server shuts down; connect again |
| 1009 | a message of the client is too large |
| ${CloseCode.TryAgainLater} | PostgreSQL is away; connect again later |
| ${CloseCode.BadRequest} | malformed id or \`since\`, or too many ids; a message says which |
| ${CloseCode.NotFound} | no such job, of several none; a message says so before |

More in \`docs/live-status.md\` of the project.`;

function refusalsAt(path: string): Operation['responses'] {
  const errors = documentErrors([
    'BAD_REQUEST',
    'FORBIDDEN',
    { ROUTE_NOT_FOUND: `No route GET ${path.replace('{job_id}', String(exampleJobId))}` },
    'UPGRADE_REQUIRED',
    'RATE_LIMITED',
    'OVERLOADED',
  ]);
  const schema = { $ref: getSchemaPath(ErrorDto) };
  return Object.fromEntries(
    errors.map(({ status, example, ...rest }) => [
      status,
      { ...rest, content: { 'application/json': { schema, example } } },
    ]),
  );
}

function describe({ name, path, summary, parameters }: SocketWay): Operation {
  const oneOf = liveModels.map((model) => ({ $ref: getSchemaPath(model) }));
  return {
    operationId: `JobSockets_${name}`,
    summary,
    description,
    tags: ['generation-jobs'],
    parameters: structuredClone(parameters),
    responses: {
      ...refusalsAt(path),
      '101': {
        description: 'Switching Protocols; what follows is messages like these, each a text of JSON',
        content: { 'application/json': { schema: { oneOf } } },
      },
    },
  };
}

/** Every address of the WebSocket as if it were a GET, which is how a connection begins. */
export function livePaths(): OpenAPIObject['paths'] {
  return Object.fromEntries(ways.map((way) => [way.path, { get: describe(way) }]));
}
