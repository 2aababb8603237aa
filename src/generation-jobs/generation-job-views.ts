import { Injectable } from '@nestjs/common';
import type { Page } from '../common/http/page-of.dto.js';
import { QueueForecast } from './forecast/queue-forecast.js';
import { type GenerationJobDto, toGenerationJobDto } from './generation-job.dto.js';
import type { GenerationJob } from './generation-job.entity.js';

/** Shows jobs to clients, those that wait with what is expected of them. */
@Injectable()
export class GenerationJobViews {
  constructor(private readonly forecast: QueueForecast) {}

  async show(job: GenerationJob): Promise<GenerationJobDto> {
    const forecasts = await this.forecast.of([job]);
    return toGenerationJobDto(job, forecasts.get(job.id));
  }

  async showPage(page: Page<GenerationJob>): Promise<Page<GenerationJobDto>> {
    const forecasts = await this.forecast.of(page.items);
    return { ...page, items: page.items.map((job) => toGenerationJobDto(job, forecasts.get(job.id))) };
  }
}
