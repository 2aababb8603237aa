import type { RequestHandler } from 'express';

const arrival = Symbol('arrival');

/** When a request arrived: on the calendar, and on the clock that never jumps. */
export interface Arrival {
  readonly epochMs: number;
  readonly monotonicMs: number;
}

interface Arrived {
  [arrival]?: Arrival;
}

function now(): Arrival {
  return { epochMs: Date.now(), monotonicMs: performance.now() };
}

/** Starts the clock of each request; stands before every other middleware. */
export function markArrival(): RequestHandler {
  return (request, _response, next) => {
    (request as Arrived)[arrival] = now();
    next();
  };
}

/** When the request arrived, or now when no middleware has marked it. */
export function arrivalOf(request: object): Arrival {
  return (request as Arrived)[arrival] ?? now();
}
