import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { type EntityManager, Repository } from 'typeorm';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import { GenerationJob, type JobStatus, type JobType } from './generation-job.entity.js';
import { findJob, jobColumns } from './generation-job.queries.js';
import { endStates } from './lifecycle/job-states.js';

/** What jobs may be narrowed by; all that is given must hold. */
export interface GenerationJobFilter {
  userId?: string | undefined;
  status?: JobStatus | undefined;
  jobType?: JobType | undefined;
  createdFrom?: Date | undefined;
}

function conditionsOf({ userId, status, jobType, createdFrom }: GenerationJobFilter): Sql[] {
  return [
    ...(userId === undefined ? [] : [sql`j.user_id = ${userId}`]),
    ...(status === undefined ? [] : [sql`j.status = ${status}`]),
    ...(jobType === undefined ? [] : [sql`j.job_type = ${jobType}`]),
    ...(createdFrom === undefined ? [] : [sql`j.created_at >= ${createdFrom}`]),
  ];
}

/** Reads jobs, and changes what is not their state: that is done by their lifecycle. */
@Injectable()
export class GenerationJobsRepository {
  constructor(
    @InjectRepository(GenerationJob) private readonly jobs: Repository<GenerationJob>,
    private readonly statements: PreparedStatements,
  ) {}

  get manager(): EntityManager {
    return this.jobs.manager;
  }

  findById(id: number, executor: SqlExecutor = this.statements): Promise<GenerationJob | undefined> {
    return findJob(executor, id);
  }

  list(
    definition: ListDefinition,
    filter: GenerationJobFilter,
    window: ListWindow,
  ): Promise<Page<GenerationJob>> {
    const from = raw('generation_jobs j');
    const source = { definition, select: jobColumns, from, where: conditionsOf(filter) };
    return paginate(this.manager, source, window, (job: GenerationJob) => job);
  }

  /** The oldest that waits; served by the index of states. */
  async findNext(jobType: JobType | undefined): Promise<GenerationJob | undefined> {
    const [job] = await runSql<GenerationJob>(
      this.statements,
      sql`
        SELECT ${jobColumns}
        FROM generation_jobs j
        WHERE j.status = 'pending' AND (${jobType ?? null}::text IS NULL OR j.job_type = ${jobType ?? null})
        ORDER BY j.created_at, j.id
        LIMIT 1`,
    );
    return job;
  }

  /** Keeps other writers from the job until the transaction ends; answers its state. */
  async lock(id: number, manager: EntityManager): Promise<JobStatus | undefined> {
    const [locked] = await runSql<{ status: JobStatus }>(
      manager,
      sql`SELECT j.status FROM generation_jobs j WHERE j.id = ${id} FOR NO KEY UPDATE`,
    );
    return locked?.status;
  }

  /** Undefined, with nothing changed, unless the job waits. */
  async replaceParams(
    id: number,
    params: JsonObject,
    now: Date,
    manager: EntityManager,
  ): Promise<GenerationJob | undefined> {
    const [job] = await runReturning<GenerationJob>(
      manager,
      sql`
        UPDATE generation_jobs j
        SET params = ${JSON.stringify(params)}::jsonb, updated_at = ${now}
        WHERE j.id = ${id} AND j.status = 'pending'
        RETURNING ${jobColumns}`,
    );
    return job;
  }

  /** False, with nothing deleted, unless the job has ended. */
  async deleteEnded(id: number, manager: EntityManager): Promise<boolean> {
    const deleted = await runReturning(
      manager,
      sql`DELETE FROM generation_jobs j WHERE j.id = ${id} AND j.status = ANY(${[...endStates]}::text[]) RETURNING j.id`,
    );
    return deleted.length > 0;
  }
}
