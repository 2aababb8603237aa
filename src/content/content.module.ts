import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TagsModule } from '../tags/tags.module.js';
import { ContentItem } from './content-item.entity.js';
import { ContentAutoController, ContentAutoListsController } from './content-auto.controller.js';
import { ContentController, ContentListsController } from './content.controller.js';
import { ContentRepository } from './content.repository.js';
import { ContentPages } from './lists/content-pages.js';
import { PageReader } from './lists/page-reader.js';
import { WalkReader } from './lists/walk-reader.js';
import { Walks } from './lists/walks.js';
import { ContentService } from './content.service.js';
import { UnifiedContentController } from './unified-content.controller.js';
import { UnifiedContentService } from './unified-content.service.js';

/** What people make and what is generated for them. */
@Module({
  imports: [TypeOrmModule.forFeature([ContentItem]), TagsModule],
  // Static paths before `:id`, which would catch them.
  controllers: [
    UnifiedContentController,
    ContentListsController,
    ContentController,
    ContentAutoListsController,
    ContentAutoController,
  ],
  providers: [
    ContentService,
    ContentRepository,
    ContentPages,
    PageReader,
    WalkReader,
    Walks,
    UnifiedContentService,
  ],
  exports: [ContentService],
})
export class ContentModule {}
