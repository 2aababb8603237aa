import { Module } from '@nestjs/common';
import { TagsRepository } from './tags.repository.js';
import { TagsService } from './tags.service.js';

/** Tags: how content is found by what it is about. */
@Module({ providers: [TagsService, TagsRepository], exports: [TagsService] })
export class TagsModule {}
