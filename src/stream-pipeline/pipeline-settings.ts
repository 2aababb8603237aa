import type { AppConfig } from '../config/app-config.js';
import type { PipelineSettings } from './event-pipeline.js';

/** Sections of the configuration that hold a pipeline's settings. */
export type PipelineSection = 'route-analytics' | 'generation-analytics';

export function pipelineSettings(config: AppConfig, section: PipelineSection): PipelineSettings {
  return {
    streamMaxLength: config.get(`${section}.stream-maxlen`),
    shards: config.get(`${section}.stream-shards`),
    bufferMax: config.get(`${section}.buffer-max`),
    flushIntervalMs: config.get(`${section}.flush-interval-ms`),
    batchSize: config.get(`${section}.transfer-batch-size`),
    claimIdleMs: config.get(`${section}.claim-idle-ms`),
    rawRetentionDays: config.get(`${section}.raw-retention-days`),
  };
}
