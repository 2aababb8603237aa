import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Page } from '../common/http/page-of.dto.js';
import { type Forecast, QueueForecast } from './forecast/queue-forecast.js';
import { type GenerationJobDto, toGenerationJobDto } from './generation-job.dto.js';
import type { GenerationJob } from './generation-job.entity.js';

/** So often a forecast that fails is logged: it fails for everybody who asks. */
const silenceMs = 60_000;

/** Shows jobs to clients, those that wait with what is expected of them. */
@Injectable()
export class GenerationJobViews {
  private readonly logger = new Logger(GenerationJobViews.name);
  private silentUntil = 0;

  constructor(
    private readonly forecast: QueueForecast,
    private readonly clock: Clock,
  ) {}

  async show(job: GenerationJob): Promise<GenerationJobDto> {
    const forecasts = await this.forecastsOf([job]);
    return toGenerationJobDto(job, forecasts.get(job.id));
  }

  async showPage(page: Page<GenerationJob>): Promise<Page<GenerationJobDto>> {
    const forecasts = await this.forecastsOf(page.items);
    return { ...page, items: page.items.map((job) => toGenerationJobDto(job, forecasts.get(job.id))) };
  }

  /** None where they cannot be had: what is shown may be the answer to a change that has been made. */
  private async forecastsOf(jobs: readonly GenerationJob[]): Promise<ReadonlyMap<number, Forecast>> {
    try {
      return await this.forecast.of(jobs);
    } catch (error) {
      const now = this.clock.now().getTime();
      if (now >= this.silentUntil) {
        this.silentUntil = now + silenceMs;
        this.logger.warn(`jobs are shown without what is expected of them: ${String(error)}`);
      }
      return new Map();
    }
  }
}
