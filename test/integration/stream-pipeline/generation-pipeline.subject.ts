import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { GenerationEvent } from '../../../src/analytics/generation/generation-event.js';
import { createGenerationEventsPipeline } from '../../../src/analytics/generation/generation-events.pipeline.js';
import type { PipelineSubject } from './pipeline-subject.js';

function uuidOf(key: string): string {
  const hex = createHash('md5').update(key).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const generationPipelineSubject: PipelineSubject<GenerationEvent> = {
  title: 'generation pipeline',
  hourlyTable: 'generation_metrics_hourly',
  prepare: () => Promise.resolve(),
  create: createGenerationEventsPipeline,
  event: (key, at) => ({
    eventType: 'request',
    generationId: uuidOf(key),
    timestamp: at.toISOString(),
    modelCheckpoint: key,
  }),
  refused: (at) => ({ ...generationPipelineSubject.event('nul\0byte', at) }),
  async storedKeys(dataSource: DataSource) {
    const rows = await dataSource.query<{ key: string }[]>(
      `SELECT model_checkpoint AS key FROM generation_events ORDER BY model_checkpoint COLLATE "C"`,
    );
    return rows.map((row) => row.key);
  },
  async hourlyTotals(dataSource: DataSource) {
    const rows = await dataSource.query<{ hour: Date; total: number }[]>(
      `SELECT "timestamp" AS hour, total_requests AS total FROM generation_metrics_hourly ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ hour, total }) => [hour.toISOString(), total]));
  },
};
