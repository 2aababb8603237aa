import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock, daysBefore } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { UsersService } from '../users/users.service.js';
import { groupServed } from './online-quality.queries.js';
import {
  type GlobalRecommendationAnalyticsDto,
  type OnlineQualityDto,
  type RecommendationAnalyticsDto,
  toOnlineQualityDto,
  toRecommendationAnalyticsDto,
} from './recommendation-analytics.dto.js';
import { totalsByAlgorithm } from './recommendation-totals.queries.js';

/** How far back the online figures look: recommenders are compared by what they do now. */
const qualityWindowDays = 30;

/** How much is recommended, and how well it does. */
@Injectable()
export class RecommendationAnalyticsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws EntityNotFoundError */
  async ofUser(userId: string): Promise<RecommendationAnalyticsDto> {
    await this.users.assertExists(userId);
    return toRecommendationAnalyticsDto(userId, await totalsByAlgorithm(this.dataSource, userId));
  }

  async global(): Promise<GlobalRecommendationAnalyticsDto> {
    const [totals, online] = await Promise.all([totalsByAlgorithm(this.dataSource), this.onlineQuality()]);
    return { ...toRecommendationAnalyticsDto(null, totals), online };
  }

  private async onlineQuality(): Promise<OnlineQualityDto> {
    const to = this.clock.now();
    const attributionDays = this.config.get('recommender.attribution-days');
    const window = { from: daysBefore(to, qualityWindowDays), to, attributionDays };
    const groups = await groupServed(this.dataSource, window);
    return toOnlineQualityDto({ window: qualityWindowDays, attribution: attributionDays }, groups);
  }
}
