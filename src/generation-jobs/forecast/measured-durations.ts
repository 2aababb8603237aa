import type { GenerationJob, JobType } from '../generation-job.entity.js';

/** How long a job took. */
export interface MeasuredJob {
  readonly jobType: JobType;
  /** Pixels of all pieces; null for what has no size. */
  readonly pixels: number | null;
  readonly seconds: number;
}

type Sized = Pick<GenerationJob, 'jobType' | 'width' | 'height' | 'batchSize'>;

/** Times of so many jobs of a kind are looked at. */
const sampleSize = 50;

/** Sizes within a power of two are alike. */
function kindOf(jobType: JobType, pixels: number | null): string {
  return `${jobType}/${pixels === null ? 'unsized' : Math.floor(Math.log2(pixels))}`;
}

function pixelsOf({ width, height, batchSize }: Sized): number | null {
  return width === null || height === null ? null : width * height * batchSize;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]] as [number, number];
  return (low + high) / 2;
}

/** What is to be expected of jobs after how long the latest ones took. */
export class MeasuredDurations {
  private readonly samples = new Map<string, number[]>();
  /** Of the latest jobs of all types; null when there are none. */
  readonly meanSeconds: number | null;

  /** @param latest newest first */
  constructor(latest: readonly MeasuredJob[]) {
    for (const { jobType, pixels, seconds } of latest) {
      this.add(kindOf(jobType, pixels), seconds);
      this.add(jobType, seconds);
    }
    const sample = latest.slice(0, sampleSize);
    this.meanSeconds =
      sample.length === 0 ? null : sample.reduce((sum, { seconds }) => sum + seconds, 0) / sample.length;
  }

  /** Median of jobs of its type and like size, else of its type; null where there was none. */
  expectedSeconds(job: Sized): number | null {
    const sample = this.samples.get(kindOf(job.jobType, pixelsOf(job))) ?? this.samples.get(job.jobType);
    return sample ? median(sample) : null;
  }

  private add(kind: string, seconds: number): void {
    const sample = this.samples.get(kind);
    if (!sample) this.samples.set(kind, [seconds]);
    else if (sample.length < sampleSize) sample.push(seconds);
  }
}
