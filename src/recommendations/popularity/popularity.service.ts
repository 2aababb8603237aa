import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { listLength, PopularItems } from './popular-items.js';
import { countPopularity, readPopularity } from './popularity.queries.js';

/** Knows what many users acted on lately. */
@Injectable()
export class PopularityService {
  private remembered: { readonly items: Promise<PopularItems>; readonly until: number } | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** What is popular, at most `recommender.popularity-seconds` ago. */
  async current(): Promise<PopularItems> {
    const now = this.clock.now();
    if (!this.remembered || this.remembered.until <= now.getTime()) {
      const until = now.getTime() + this.config.get('recommender.popularity-seconds') * 1000;
      const items = this.read(now);
      const remembered = { items, until };
      this.remembered = remembered;
      items.catch(() => {
        if (this.remembered === remembered) this.remembered = undefined;
      });
    }
    return this.remembered.items;
  }

  /** Counts anew what happened in the last 30 days; answers the number of items with an act in them. */
  count(): Promise<number> {
    const now = this.clock.now();
    return this.dataSource.transaction((manager) => countPopularity(manager, now, this.halfLifeHours));
  }

  private async read(now: Date): Promise<PopularItems> {
    return new PopularItems(await readPopularity(this.dataSource, now, this.halfLifeHours, listLength));
  }

  private get halfLifeHours(): number {
    return this.config.get('recommender.trending-half-life-hours');
  }
}
