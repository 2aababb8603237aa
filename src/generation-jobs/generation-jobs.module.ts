import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/users.module.js';
import { GenerationJob } from './generation-job.entity.js';
import { GenerationJobsRepository } from './generation-jobs.repository.js';
import { GenerationJobsService } from './generation-jobs.service.js';
import { UserGenerationJobsController } from './user-generation-jobs.controller.js';

/** Requests to generate content, from prompt to outcome. */
@Module({
  imports: [TypeOrmModule.forFeature([GenerationJob]), UsersModule],
  controllers: [UserGenerationJobsController],
  providers: [GenerationJobsService, GenerationJobsRepository],
  exports: [GenerationJobsService],
})
export class GenerationJobsModule {}
