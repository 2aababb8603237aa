import type { DataSource } from 'typeorm';
import { SystemClock } from '../../../src/common/clock.js';
import type { SettingValues } from '../../../src/config/config.schema.js';
import type { Metrics } from '../../../src/recommendations/engine/metrics.js';
import { Verdict } from '../../../src/recommendations/models/judgement.js';
import type {
  ModelDescription,
  ModelNumbers,
} from '../../../src/recommendations/models/model-description.js';
import { ModelStore } from '../../../src/recommendations/models/model-store.js';
import { testConfig } from '../../support/test-stores.js';

const metrics: Metrics = {
  users: 40,
  ndcgAt10: 0.3,
  recallAt20: 0.4,
  hitRateAt10: 0.5,
  mrr: 0.2,
  coverageAt10: 0.6,
  giniAt10: 0.7,
  noveltyAt10: 5,
};

export function describedModel(overrides: Partial<ModelDescription> = {}): ModelDescription {
  return {
    algorithm: 'ease',
    parameters: { lambda: 100 },
    recency: { halfLifeItems: 20 },
    trainedUntil: new Date('2026-03-01T10:00:00.123Z'),
    counts: { users: 50, items: 3, interactions: 700 },
    judgement: { verdict: Verdict.Better, model: metrics, popularity: metrics, itemKnn: metrics },
    ...overrides,
  };
}

/** An EASE model of so many items whose weights tell it from others. */
export function easeNumbers(items: number, mark = 0): ModelNumbers {
  const weights = Float32Array.from({ length: items * items }, (_, i) => Math.sin(i + mark));
  return {
    model: {
      algorithm: 'ease',
      parameters: { itemCount: items, lambda: 100, dropout: 0 },
      arrays: { weights },
    },
    itemIds: Int32Array.from({ length: items }, (_, i) => 3_000_000 + 7 * i),
  };
}

export function storeOn(dataSource: DataSource, settings: Partial<SettingValues> = {}): ModelStore {
  return new ModelStore(dataSource, testConfig(settings), new SystemClock());
}
