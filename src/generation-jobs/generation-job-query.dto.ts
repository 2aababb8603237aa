import { IntField, UuidField } from '../common/http/fields.decorators.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import type { JobStatus, JobType } from './generation-job.entity.js';
import { JobStatusField, JobTypeField } from './generation-job.fields.js';
import { generationJobLists } from './generation-job-list.js';

/** How far back a list goes; without a default, to the beginning. */
function DaysField(options: { default: number } | { optional: true }): PropertyDecorator {
  return IntField({ description: 'Only those of the last so many days', min: 1, max: 365, ...options });
}

/** Filters and paging of all jobs. */
export class GenerationJobsQuery extends PageQuery(generationJobLists.all) {
  @UuidField({ description: 'For whom', optional: true })
  user_id?: string;

  @JobTypeField({ optional: true })
  job_type?: JobType;

  @JobStatusField({ optional: true })
  status?: JobStatus;

  @DaysField({ optional: true })
  days?: number;
}

/** Filters and paging of one user's jobs. */
export class UserGenerationJobsQuery extends PageQuery(generationJobLists.ofUser) {
  @JobStatusField({ optional: true })
  status?: JobStatus;

  @JobTypeField({ optional: true })
  job_type?: JobType;
}

/** Paging of the jobs in one state. */
export class GenerationJobsByStatusQuery extends PageQuery(generationJobLists.byStatus) {}

/** Paging of the jobs of one type. */
export class GenerationJobsByTypeQuery extends PageQuery(generationJobLists.byType) {}

/** Paging of the newest jobs, and how old they may be. */
export class RecentGenerationJobsQuery extends PageQuery(generationJobLists.recent) {
  @DaysField({ default: 7 })
  days!: number;
}

/** Which job is to come next. */
export class NextGenerationJobQuery {
  @JobTypeField({ optional: true })
  job_type?: JobType;
}

/** How many jobs a worker outside takes. */
export class ProcessQueueQuery {
  @IntField({ description: 'Most jobs to take', min: 1, max: 100, default: 1 })
  max_jobs!: number;
}
