import { Module } from '@nestjs/common';
import { PopularityService } from './popularity.service.js';

/** What many users acted on lately. */
@Module({ providers: [PopularityService], exports: [PopularityService] })
export class PopularityModule {}
