import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { EventPublishers } from '../../../src/stream-pipeline/event-publishers.js';
import { PipelineMetrics } from '../../../src/stream-pipeline/pipeline-metrics.js';
import { StreamBacklog } from '../../../src/stream-pipeline/stream-backlog.js';
import { StreamKeys } from '../../../src/stream-pipeline/stream-keys.js';
import { createGenerationEventsPipeline } from '../../../src/analytics/generation/generation-events.pipeline.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { testConfig, testRedis, type TestRedis } from '../../support/test-stores.js';

const now = new Date('2026-05-10T12:00:00Z');

describe('PipelineMetrics', () => {
  let redis: TestRedis;

  beforeAll(() => {
    redis = testRedis();
  });
  afterAll(() => redis.close());

  it('tells of a pipeline all it has to tell from one look at Redis', async () => {
    const config = testConfig();
    const pipeline = createGenerationEventsPipeline(config);
    const keys = new StreamKeys(redis.ns);
    const backlog = new StreamBacklog(redis.client, keys);
    const looks = jest.spyOn(backlog, 'measure');
    const registry = new Registry();
    const pipelines = new EventPipelines([pipeline]);
    new PipelineMetrics(registry, new EventPublishers(config, keys), pipelines, backlog, new FixedClock(now));
    await redis.client.xadd(keys.stream(pipeline, 0), `${now.getTime() - 90_000}-0`, 'event', '{}');
    await redis.client.xadd(keys.dead(pipeline), '*', 'event', '{}');

    const scraped = await registry.metrics();
    expect(scraped).toContain('genonaut_stream_entries{pipeline="generation-events"} 1');
    expect(scraped).toContain('genonaut_stream_dead_letters{pipeline="generation-events"} 1');
    expect(scraped).toContain('genonaut_stream_oldest_entry_age_seconds{pipeline="generation-events"} 90');
    expect(looks).toHaveBeenCalledTimes(1);
  });
});
