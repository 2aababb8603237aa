import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Arrival, arrivalOf } from '../../common/http/arrival.js';
import { callerOf } from '../../common/http/caller.js';
import { currentRequestContext, type RequestContext } from '../../common/request-context.js';
import type { StreamPublisher } from '../../stream-pipeline/stream-publisher.js';
import { isoTime } from '../../stream-pipeline/utc-time.js';
import type { RouteEvent } from './route-event.js';
import { captureParams } from './route-params.js';
import { toRouteTemplate } from './route-template.js';

const observed = Symbol('observed');

interface ObservedRequest extends Request {
  [observed]?: true;
}

/** What is noted while the request is being served, for the moment it is over. */
interface Observation {
  readonly request: Request;
  readonly response: Response;
  readonly route: string;
  readonly arrival: Arrival;
  /** Kept here: the event that ends a response may run outside the request's async context. */
  readonly context: RequestContext | undefined;
  readonly socket: Socket;
  /** Bytes the socket had written before this response; undefined while an earlier response still holds it. */
  readonly bytesBefore: number | undefined;
}

/** Status of requests whose client went away before the answer was out. */
const clientClosedRequest = 499;
const longestMethod = 10;

/** Content-Length where it is stated; 0 and unknown are the same. */
function statedLength(header: unknown): number | undefined {
  return Number(header) || undefined;
}

/** Content-Length, else what really went over the socket, head of the response included. */
function responseBytes({ request, response, socket, bytesBefore }: Observation): number | undefined {
  const stated = statedLength(response.getHeader('content-length'));
  if (stated !== undefined) return stated;
  const hasBody = request.method !== 'HEAD' && response.statusCode !== 204 && response.statusCode !== 304;
  return hasBody && bytesBefore !== undefined ? socket.bytesWritten - bytesBefore || undefined : undefined;
}

const noQuery: Request['query'] = {};

function queryOf(request: Request): Request['query'] {
  return request.originalUrl.includes('?') ? request.query : noQuery;
}

/** Lasts as long as its reader likes, which says nothing of the route. */
function isEventStream(response: Response): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

function toRouteEvent(observation: Observation): RouteEvent {
  const { request, response, route, arrival, context } = observation;
  const query = queryOf(request);
  return {
    route,
    method: request.method.slice(0, longestMethod),
    timestamp: isoTime(arrival.epochMs),
    durationMs: Math.round(performance.now() - arrival.monotonicMs),
    statusCode: response.writableFinished ? response.statusCode : clientClosedRequest,
    userId: callerOf(request, query),
    params: captureParams(query),
    requestBytes: statedLength(request.headers['content-length']),
    responseBytes: responseBytes(observation),
    dbQueries: context?.queryCount,
  };
}

/** Something else that wants to know of every finished request; it must be quick. */
export type RouteListener = (event: RouteEvent) => void;

/** Turns each tracked request into one event once its response is over; nothing here delays or fails a request. */
export class RouteRecorder {
  private readonly logger = new Logger(RouteRecorder.name);

  constructor(
    private readonly publisher: StreamPublisher<RouteEvent>,
    private readonly listeners: readonly RouteListener[] = [],
  ) {}

  /**
   * Notes the request, to be recorded when its response closes. The interceptor calls this for requests that reach a
   * handler, the exception filter for those that do not; the first call counts.
   * @param expressPath template of the route, where the caller knows better than the request
   */
  observe(request: ObservedRequest, response: Response, expressPath = matchedPath(request)): void {
    if (request[observed] || !isTracked(request)) return;
    request[observed] = true;
    const observation: Observation = {
      request,
      response,
      route: toRouteTemplate(expressPath),
      arrival: arrivalOf(request),
      context: currentRequestContext(),
      socket: request.socket,
      bytesBefore: response.socket?.bytesWritten,
    };
    // 'close' follows 'finish' at once, and comes alone when the client goes away; it may have done so already.
    if (response.closed) this.record(observation);
    else
      response.on('close', () => {
        this.record(observation);
      });
  }

  /** Runs as an event listener, where an exception would end the process. */
  private record(observation: Observation): void {
    if (isEventStream(observation.response)) return;
    try {
      const event = toRouteEvent(observation);
      this.publisher.publish(event);
      for (const listen of this.listeners) listen(event);
    } catch (error) {
      this.logger.error(`${observation.route} could not be recorded: ${String(error)}`);
    }
  }
}

function isTracked(request: Request): boolean {
  return request.originalUrl.startsWith('/api/') && request.method !== 'OPTIONS';
}

function matchedPath(request: Request): string | undefined {
  const path: unknown = (request.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? path : undefined;
}
