import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContentModule } from '../content/content.module.js';
import { UsersModule } from '../users/users.module.js';
import { InteractionAnalyticsController } from './interaction-analytics.controller.js';
import { InteractionAnalyticsService } from './interaction-analytics.service.js';
import { InteractionListsController } from './interaction-lists.controller.js';
import { InteractionsController } from './interactions.controller.js';
import { InteractionsRepository } from './interactions.repository.js';
import { InteractionsService } from './interactions.service.js';
import { UserInteraction } from './user-interaction.entity.js';
import { UserInteractionsController } from './user-interactions.controller.js';

/** What users do with content. */
@Module({
  imports: [TypeOrmModule.forFeature([UserInteraction]), UsersModule, ContentModule],
  // Static paths before `:id`, which would catch them.
  controllers: [
    InteractionListsController,
    InteractionAnalyticsController,
    InteractionsController,
    UserInteractionsController,
  ],
  providers: [InteractionsService, InteractionAnalyticsService, InteractionsRepository],
})
export class InteractionsModule {}
