import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { TagCreationSubscriber } from './tag-creation.subscriber.js';
import { TagFavoritesController } from './tag-favorites.controller.js';
import { TagFavoritesService } from './tag-favorites.service.js';
import { TagHierarchyController } from './tag-hierarchy.controller.js';
import { TagHierarchyService } from './tag-hierarchy.service.js';
import { TagRatingsController } from './tag-ratings.controller.js';
import { TagRatingsService } from './tag-ratings.service.js';
import { TagRelationsController } from './tag-relations.controller.js';
import { TagRelationsService } from './tag-relations.service.js';
import { TagUpkeepModule } from './tag-upkeep.module.js';
import { TagsController } from './tags.controller.js';
import { TagsRepository } from './tags.repository.js';
import { TagsService } from './tags.service.js';

/** Tags: how content is found by what it is about. */
@Module({
  imports: [UsersModule, TagUpkeepModule],
  // The order is that of the routes: what is spelt out comes before what a parameter would take for its value.
  controllers: [
    TagsController,
    TagHierarchyController,
    TagFavoritesController,
    TagRatingsController,
    TagRelationsController,
  ],
  providers: [
    TagsService,
    TagsRepository,
    TagCreationSubscriber,
    TagHierarchyService,
    TagRelationsService,
    TagRatingsService,
    TagFavoritesService,
  ],
  exports: [TagsService],
})
export class TagsModule {}
