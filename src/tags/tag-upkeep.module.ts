import { Module } from '@nestjs/common';
import { TagCardinalityService } from './tag-cardinality.service.js';
import { TagHierarchyCache } from './tag-hierarchy.cache.js';
import { TagTransferService } from './tag-transfer.service.js';

const services = [TagCardinalityService, TagHierarchyCache, TagTransferService];

/** What operators and the schedule do for tags, without anything that speaks HTTP. */
@Module({ providers: services, exports: services })
export class TagUpkeepModule {}
