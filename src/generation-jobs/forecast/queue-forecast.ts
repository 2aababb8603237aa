import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { roundTo } from '../../common/round.js';
import { AppConfig } from '../../config/app-config.js';
import { PreparedStatements } from '../../database/prepared-statements.js';
import { type GenerationJob, JobStatus } from '../generation-job.entity.js';
import { MeasuredDurations } from './measured-durations.js';
import { findTurns, type LineRow, readDurations, readLine } from './queue-forecast.queries.js';
import { positionOf, type QueueLine, startSeconds } from './queue-line.js';
import { Refreshed } from './refreshed.js';

/** What is expected of a job that waits; null where that cannot be said. */
export interface Forecast {
  readonly position: number | null;
  readonly startSeconds: number | null;
  readonly durationSeconds: number | null;
}

interface Knowledge {
  readonly line: QueueLine;
  readonly durations: MeasuredDurations;
  readonly turns: ReadonlyMap<number, number>;
}

function rounded(seconds: number | null): number | null {
  return seconds === null ? null : roundTo(seconds, 1);
}

/**
 * Tells when waiting jobs are to be begun and how long they will take. The line of all jobs and the latest durations are
 * shared by everybody who asks within a moment, which is longer the more jobs there are: see Refreshed.
 */
@Injectable()
export class QueueForecast {
  private readonly line: Refreshed<QueueLine>;
  private readonly durations: Refreshed<MeasuredDurations>;

  constructor(
    private readonly statements: PreparedStatements,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.line = new Refreshed(async () => this.toLine(await readLine(statements)), clock);
    this.durations = new Refreshed(async () => new MeasuredDurations(await readDurations(statements)), clock);
  }

  /** Of those of the jobs that are pending, by id. */
  async of(jobs: readonly GenerationJob[]): Promise<ReadonlyMap<number, Forecast>> {
    const pending = jobs.filter(({ status }) => status === JobStatus.Pending);
    if (pending.length === 0) return new Map();
    const waiting = pending.filter(({ admittedAt }) => admittedAt === null);
    const [line, durations, turns] = await Promise.all([
      this.line.get(),
      this.durations.get(),
      waiting.length === 0 ? new Map<number, number>() : findTurns(this.statements, waiting),
    ]);
    return new Map(pending.map((job) => [job.id, this.forecast(job, { line, durations, turns })]));
  }

  private forecast(job: GenerationJob, { line, durations, turns }: Knowledge): Forecast {
    const turn = turns.get(job.id);
    const position = positionOf(line, job, turn);
    const start = position === null ? null : startSeconds(line, { position, turn }, durations.meanSeconds);
    return {
      position,
      startSeconds: rounded(start === null ? null : Math.max(start, this.secondsUntil(job.availableAt))),
      durationSeconds: rounded(durations.expectedSeconds(job)),
    };
  }

  /** A job to be tried again is not to be before its time. */
  private secondsUntil(time: Date | null): number {
    return time === null ? 0 : (time.getTime() - this.clock.now().getTime()) / 1_000;
  }

  /** Workers with nothing to do are not seen: while there are any, waiting jobs are begun sooner than expected. */
  private toLine({ admitted, first, waiting, workers, inside, outside }: LineRow): QueueLine {
    const capacity = workers * this.config.get('generation.concurrency');
    return {
      admitted,
      places: new Map(first.map((id, index) => [id, index + 1])),
      waiting,
      running: inside + outside,
      workplaces: Math.max(capacity, inside, 1) + outside,
      perUser: this.config.get('generation.max-active-per-user'),
    };
  }
}
