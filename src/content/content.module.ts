import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TagsModule } from '../tags/tags.module.js';
import { ContentItem } from './content-item.entity.js';
import { ContentController } from './content.controller.js';
import { ContentRepository } from './content.repository.js';
import { ContentService } from './content.service.js';
import { UnifiedContentController } from './unified-content.controller.js';
import { UnifiedContentService } from './unified-content.service.js';

/** What people make and what is generated for them. */
@Module({
  imports: [TypeOrmModule.forFeature([ContentItem]), TagsModule],
  controllers: [UnifiedContentController, ContentController],
  providers: [ContentService, ContentRepository, UnifiedContentService],
  exports: [ContentService],
})
export class ContentModule {}
