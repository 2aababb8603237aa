import { Module } from '@nestjs/common';
import { IdempotencyService } from './idempotency.service.js';

/** Requests that may be sent again without their work being done again. */
@Module({
  providers: [IdempotencyService],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}
