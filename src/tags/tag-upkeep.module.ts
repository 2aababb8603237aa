import { Module } from '@nestjs/common';
import { TagCardinalityService } from './tag-cardinality.service.js';
import { TagHierarchyCache } from './tag-hierarchy.cache.js';
import { TagTransfer } from './tag-transfer.js';

const services = [TagCardinalityService, TagHierarchyCache, TagTransfer];

/** What operators and the schedule do for tags, without anything that speaks HTTP. */
@Module({ providers: services, exports: services })
export class TagUpkeepModule {}
