import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../config/app-config.js';
import { type InteractionColumns, InteractionCollector } from './interaction-columns.js';
import { readInteractions } from './training-interactions.queries.js';
import type { TrainingSetOptions } from './training-set.js';

/** What the database has for a model to learn from. */
@Injectable()
export class TrainingData {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** How the configuration wants it prepared. */
  get options(): TrainingSetOptions {
    return {
      halfLifeDays: this.config.get('recommender.half-life-days'),
      minItemUsers: this.config.get('recommender.min-item-users'),
      maxItems: this.config.get('recommender.max-items'),
    };
  }

  /** Reads the newest interactions, as they were at one moment. */
  async read(stop?: AbortSignal): Promise<InteractionColumns> {
    const collector = new InteractionCollector();
    const limit = this.config.get('recommender.training-interactions');
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      for await (const rows of readInteractions(manager, limit)) {
        stop?.throwIfAborted();
        for (const row of rows) collector.add(row);
      }
    });
    return collector.oldestFirst();
  }
}
