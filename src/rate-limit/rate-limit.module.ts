import { Module } from '@nestjs/common';
import { RateLimits } from './rate-limits.js';

/** Counts what clients ask of the API. */
@Module({ providers: [RateLimits], exports: [RateLimits] })
export class RateLimitModule {}
