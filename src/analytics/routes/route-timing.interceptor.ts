import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { noteEndpoint } from '../../common/request-context.js';
import type { RouteRecorder } from './route-recorder.js';

/**
 * Has every request that reaches a handler recorded. The handler's stream is passed on untouched: the time is taken
 * from the response, and an operator here would cost more than all the rest of the capture.
 */
export class RouteTimingInterceptor implements NestInterceptor {
  constructor(private readonly recorder: RouteRecorder) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') {
      noteEndpoint(`${context.getClass().name}.${context.getHandler().name}`);
      // By index: switchToHttp() makes four objects of each request.
      this.recorder.observe(context.getArgByIndex<Request>(0), context.getArgByIndex<Response>(1));
    }
    return next.handle();
  }
}
