import { Injectable, Logger } from '@nestjs/common';
import {
  type GenerationCancelled,
  type GenerationCompleted,
  type GenerationRequested,
  MetricsService,
} from '../../analytics/generation/metrics.service.js';
import { beginningOf } from '../../common/beginning-of.js';
import { AppConfig } from '../../config/app-config.js';
import { type GenerationJob, JobStatus, JobType } from '../generation-job.entity.js';

/** Longest part of an error message that is kept. */
const longestMessage = 1000;

/** What the analytics call jobs of other kinds than images. */
const typeOfMedium: Partial<Record<JobType, string>> = {
  [JobType.Text]: 'text',
  [JobType.Video]: 'video',
  [JobType.Audio]: 'audio',
};

/** A rough count of tokens: words. */
function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** Clocks of two machines may differ; no time is less than none. */
function elapsedMs(from: Date | null, to: Date | null): number | undefined {
  return from && to ? Math.max(0, to.getTime() - from.getTime()) : undefined;
}

/**
 * Tells the analytics what becomes of jobs. Every figure and every time is the row's own, so that an event told twice
 * is the same event; nothing here throws or waits.
 */
@Injectable()
export class JobReporter {
  private readonly logger = new Logger(JobReporter.name);
  private readonly defaultBackend: string;

  constructor(
    private readonly metrics: MetricsService,
    config: AppConfig,
  ) {
    this.defaultBackend = config.get('generation.default-backend');
  }

  /** A job was created. */
  requested(job: GenerationJob): void {
    this.report(job, () => {
      this.metrics.requested(this.requestOf(job));
    });
  }

  /** A job has come to its end, whichever. */
  ended(job: GenerationJob): void {
    this.report(job, () => {
      if (job.status === JobStatus.Cancelled) this.metrics.cancelled(this.momentOf(job, endOf(job)));
      else this.metrics.completed(this.completionOf(job));
    });
  }

  private requestOf(job: GenerationJob): GenerationRequested {
    return {
      ...this.momentOf(job, job.createdAt),
      ...parametersOf(job),
      queueLength: job.queueLength ?? undefined,
      promptTokens: countWords(job.prompt),
    };
  }

  private completionOf(job: GenerationJob): GenerationCompleted {
    const durationMs = elapsedMs(job.startedAt, job.completedAt);
    return {
      ...this.momentOf(job, endOf(job)),
      ...parametersOf(job),
      success: job.status === JobStatus.Completed,
      durationMs,
      generationTimeMs: durationMs,
      queueWaitTimeMs: elapsedMs(job.createdAt, job.startedAt),
      ...(job.status === JobStatus.Failed && failureOf(job)),
    };
  }

  private momentOf(job: GenerationJob, at: Date): GenerationCancelled {
    return {
      generationId: job.uuid,
      userId: job.userId,
      timestamp: at.toISOString(),
      generationType: this.typeOf(job),
    };
  }

  private typeOf(job: GenerationJob): string {
    const backend = job.backend ?? this.defaultBackend;
    return typeOfMedium[job.jobType] ?? (backend === 'comfyui' ? 'comfyui' : 'standard');
  }

  private report(job: GenerationJob, tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.logger.error(`job ${job.id} could not be reported: ${String(error)}`);
    }
  }
}

function endOf(job: GenerationJob): Date {
  if (!job.completedAt) throw new Error('it has not ended');
  return job.completedAt;
}

function parametersOf(
  job: GenerationJob,
): Pick<GenerationRequested, 'modelCheckpoint' | 'imageDimensions' | 'batchSize'> {
  const { checkpointModel, width, height, batchSize } = job;
  return {
    modelCheckpoint: checkpointModel ?? undefined,
    imageDimensions: width !== null && height !== null ? { width, height } : undefined,
    batchSize,
  };
}

function failureOf(job: GenerationJob): Pick<GenerationCompleted, 'errorType' | 'errorMessage'> {
  return {
    errorType: job.errorType ?? 'unknown',
    errorMessage: job.errorMessage === null ? undefined : beginningOf(job.errorMessage, longestMessage),
  };
}
