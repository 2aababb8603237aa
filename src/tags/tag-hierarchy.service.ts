import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { PreparedJson } from '../common/http/prepared-json.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { HierarchyVariant, hierarchyVariants, TagHierarchyCache } from './tag-hierarchy.cache.js';
import { type TagStatisticsDto, toTagHierarchyDto } from './tag-hierarchy.dto.js';
import { countHierarchy, findRoots, loadHierarchy } from './tag-hierarchy.queries.js';
import type { TagSummaryDto } from './tag.dto.js';

/** The hierarchy of all tags as a whole. */
@Injectable()
export class TagHierarchyService {
  constructor(
    private readonly cache: TagHierarchyCache,
    private readonly clock: Clock,
    private readonly statements: PreparedStatements,
  ) {}

  /** The body of a TagHierarchyDto. */
  get(includeRatings: boolean): Promise<PreparedJson> {
    return this.load(includeRatings ? HierarchyVariant.rated : HierarchyVariant.plain);
  }

  /** Builds the cached hierarchy anew, whatever it rests on. */
  async refresh(): Promise<void> {
    await this.cache.refresh(this.clock.now());
    await Promise.all(hierarchyVariants.map((variant) => this.load(variant)));
  }

  statistics(): Promise<TagStatisticsDto> {
    return countHierarchy(this.statements);
  }

  roots(): Promise<TagSummaryDto[]> {
    return findRoots(this.statements);
  }

  private load(variant: HierarchyVariant): Promise<PreparedJson> {
    return this.cache.get(variant, async (refreshedAt) => {
      const rows = await loadHierarchy(this.statements);
      const options = {
        includeRatings: variant === HierarchyVariant.rated,
        refreshedAt,
        now: this.clock.now(),
      };
      return JSON.stringify(toTagHierarchyDto(rows, options));
    });
  }
}
