import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../../src/config/app-config.js';
import type { EventPipeline } from '../../../src/stream-pipeline/event-pipeline.js';

/** A pipeline as the behaviour suite sees it. */
export interface PipelineSubject<E> {
  readonly title: string;
  readonly hourlyTable: string;
  /** Creates what the migrations do not. */
  prepare(dataSource: DataSource): Promise<void>;
  create(config: AppConfig): EventPipeline<E>;
  /** An event that can be told from all others by its key. */
  event(key: string, at: Date): E;
  /** An event that decodes but that PostgreSQL refuses. */
  refused(at: Date): E;
  /** Keys of the stored events, sorted. */
  storedKeys(dataSource: DataSource): Promise<string[]>;
  /** Number of events in the hourly rows, by hour. */
  hourlyTotals(dataSource: DataSource): Promise<Record<string, number>>;
}
