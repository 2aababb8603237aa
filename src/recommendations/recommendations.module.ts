import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/users.module.js';
import { Recommendation } from './recommendation.entity.js';
import { RecommendationsRepository } from './recommendations.repository.js';
import { RecommendationsService } from './recommendations.service.js';
import { UserRecommendationsController } from './user-recommendations.controller.js';

/** What is suggested to whom. */
@Module({
  imports: [TypeOrmModule.forFeature([Recommendation]), UsersModule],
  controllers: [UserRecommendationsController],
  providers: [RecommendationsService, RecommendationsRepository],
  exports: [RecommendationsService],
})
export class RecommendationsModule {}
