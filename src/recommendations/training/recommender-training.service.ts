import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../config/app-config.js';
import { ModelStore } from '../models/model-store.js';
import type { TrainingProgress } from './train-model.js';
import { TrainingData } from './training-data.js';
import { unlessUnderWay } from './training-lock.js';
import type { TrainingOutcome } from './training-outcome.js';
import { trainInThread, TrainingStoppedError } from './training-thread.js';

/** Storing what was computed takes the rest of the time. */
const computingShare = 0.97;

/**
 * Trains the recommender on what users did, one training at a time whoever asks for it, and lets the result answer if
 * it is better than recommending what is popular. Until that is stored and published, in one transaction, nothing
 * changes: a training that fails, is stopped or dies with its process leaves nothing behind.
 */
@Injectable()
export class RecommenderTraining implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly data: TrainingData,
    private readonly models: ModelStore,
    private readonly config: AppConfig,
  ) {}

  /** @throws TrainingStoppedError when the process stops before the end */
  async train(onProgress: TrainingProgress = () => undefined): Promise<TrainingOutcome> {
    const outcome = await unlessUnderWay(this.dataSource, () => this.trainAlone(onProgress));
    return outcome ?? { kind: 'under-way' };
  }

  onModuleDestroy(): void {
    this.stopping.abort(new TrainingStoppedError());
  }

  private async trainAlone(onProgress: TrainingProgress): Promise<TrainingOutcome> {
    const stop = this.stopping.signal;
    onProgress(0, 'reading interactions');
    const columns = await this.data.read({ stop });
    const settings = {
      ...this.data.options,
      easeMaxItems: this.config.get('recommender.ease-max-items'),
    };
    const tell: TrainingProgress = (share, doing) => {
      onProgress(share * computingShare, doing);
    };
    const result = await trainInThread({ columns, settings }, tell, stop);
    if (result.kind === 'too-little') return result;
    onProgress(computingShare, 'storing the model');
    const { description, numbers } = result;
    const modelId = await (numbers
      ? this.models.publish(description, numbers)
      : this.models.reject(description));
    return { kind: 'judged', modelId, isPublished: numbers !== undefined, description };
  }
}
