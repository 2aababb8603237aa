import { HttpStatus, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import type { Precondition } from '../common/http/precondition.js';
import { AppConfig } from '../config/app-config.js';
import { writeConditionally } from '../database/write-conditionally.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';
import type { KeyedRequest } from '../idempotency/keyed-request.js';
import { UsersService } from '../users/users.service.js';
import type { ReplaceParamsDto } from './generation-job-changes.dto.js';
import { type GenerationJobDto, toGenerationJobDto } from './generation-job.dto.js';
import { GenerationJobViews } from './generation-job-views.js';
import { type GenerationJob, JobStatus } from './generation-job.entity.js';
import { GenerationJobsRepository } from './generation-jobs.repository.js';
import { Generators } from './generators/generators.js';
import { JobLifecycle } from './lifecycle/job-lifecycle.js';
import { endStates, refusal } from './lifecycle/job-states.js';
import { toNewJob } from './new-generation-job.js';
import type { CreateGenerationJobDto } from './new-generation-job.dto.js';

/** The rules of generation jobs, those of their states aside. */
@Injectable()
export class GenerationJobsService {
  constructor(
    private readonly jobs: GenerationJobsRepository,
    private readonly views: GenerationJobViews,
    private readonly lifecycle: JobLifecycle,
    private readonly generators: Generators,
    private readonly users: UsersService,
    private readonly idempotency: IdempotencyService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws EntityNotFoundError, ValidationError, DomainError QUEUE_UNAVAILABLE; with a key also as IdempotencyService */
  async create(input: CreateGenerationJobDto, request?: KeyedRequest): Promise<GenerationJobDto> {
    if (!request) return this.submit(await this.insert(input));
    return this.idempotency.run(request, `POST generation-jobs ${input.user_id}`, {
      status: HttpStatus.CREATED,
      keptHours: this.config.get('generation.idempotency-hours'),
      create: (manager) => this.insert(input, manager),
      finish: (job) => this.submit(job),
      recover: async (id) => {
        const job = await this.jobs.findById(id);
        return job && this.views.show(job);
      },
    });
  }

  /** @throws EntityNotFoundError */
  async get(id: number): Promise<GenerationJobDto> {
    return this.views.show(await this.find(id));
  }

  /** @throws EntityNotFoundError, ValidationError unless the job waits */
  async replaceParams(
    id: number,
    { parameters }: ReplaceParamsDto,
    precondition?: Precondition,
  ): Promise<GenerationJobDto> {
    const changed = await this.change(id, precondition, async (status, manager) => {
      const job = await this.jobs.replaceParams(id, parameters, this.clock.now(), manager);
      if (!job) throw new ValidationError(refusal('update job', status, [JobStatus.Pending]));
      return job;
    });
    return this.views.show(changed);
  }

  /** @throws EntityNotFoundError, ValidationError while the job waits or runs */
  async delete(id: number, precondition?: Precondition): Promise<void> {
    await this.change(id, precondition, async (status, manager) => {
      if (!(await this.jobs.deleteEnded(id, manager)))
        throw new ValidationError(refusal('delete job', status, endStates));
    });
  }

  private async find(id: number, manager?: EntityManager): Promise<GenerationJob> {
    const job = await this.jobs.findById(id, manager);
    if (!job) throw new EntityNotFoundError('Generation job', id);
    return job;
  }

  private async insert(input: CreateGenerationJobDto, manager?: EntityManager): Promise<GenerationJob> {
    const cannot = this.generators.refusal(input.backend, input.job_type);
    if (cannot !== undefined) throw new ValidationError(cannot, 'backend');
    await this.users.assertActive(input.user_id, manager);
    const job = toNewJob(input, this.config.get('generation.default-backend'));
    return this.lifecycle.insert(job, manager);
  }

  private async submit(job: GenerationJob): Promise<GenerationJobDto> {
    return this.views.show(await this.lifecycle.submit(job));
  }

  /** @throws EntityNotFoundError, DomainError PRECONDITION_FAILED */
  private change<T>(
    id: number,
    precondition: Precondition | undefined,
    write: (status: JobStatus, manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    let status: JobStatus;
    return writeConditionally(this.jobs.manager, {
      precondition,
      lock: async (manager) => {
        const locked = await this.jobs.lock(id, manager);
        if (!locked) throw new EntityNotFoundError('Generation job', id);
        status = locked;
      },
      // A forecast would take a second connection while this one holds the lock.
      show: async (manager) => toGenerationJobDto(await this.find(id, manager)),
      write: (manager) => write(status, manager),
    });
  }
}
