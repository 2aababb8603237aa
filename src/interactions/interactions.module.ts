import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContentModule } from '../content/content.module.js';
import { UsersModule } from '../users/users.module.js';
import { InteractionsRepository } from './interactions.repository.js';
import { InteractionsService } from './interactions.service.js';
import { UserInteraction } from './user-interaction.entity.js';
import { UserInteractionsController } from './user-interactions.controller.js';

/** What users do with content. */
@Module({
  imports: [TypeOrmModule.forFeature([UserInteraction]), UsersModule, ContentModule],
  controllers: [UserInteractionsController],
  providers: [InteractionsService, InteractionsRepository],
  exports: [InteractionsService],
})
export class InteractionsModule {}
