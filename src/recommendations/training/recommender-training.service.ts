import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../config/app-config.js';
import type { ModelDescription } from '../models/model-description.js';
import { ModelStore, NotPublishedError } from '../models/model-store.js';
import type { JudgedTraining, TrainingProgress, TrainingResult } from './train-model.js';
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

  /**
   * @throws TrainingStoppedError when the process stops before the end
   * @throws TrainingLockLostError when another training may have begun meanwhile
   */
  async train(onProgress: TrainingProgress = () => undefined): Promise<TrainingOutcome> {
    const outcome = await unlessUnderWay(this.dataSource, async (assertLocked) => {
      const result = await this.compute(onProgress);
      if (result.kind === 'too-little') return result;
      onProgress(computingShare, 'storing the model');
      await assertLocked();
      return await this.store(result);
    });
    return outcome ?? { kind: 'under-way' };
  }

  onModuleDestroy(): void {
    this.stopping.abort(new TrainingStoppedError());
  }

  private async compute(onProgress: TrainingProgress): Promise<TrainingResult> {
    const stop = this.stopping.signal;
    onProgress(0, 'reading interactions');
    const columns = await this.data.read(stop);
    const settings = {
      ...this.data.options,
      easeMaxItems: this.config.get('recommender.ease-max-items'),
    };
    const tell: TrainingProgress = (share, doing) => {
      onProgress(share * computingShare, doing);
    };
    return await trainInThread({ columns, settings }, tell, stop);
  }

  private async store({ description, numbers }: JudgedTraining): Promise<TrainingOutcome> {
    if (!numbers) return await this.reject(description);
    try {
      const modelId = await this.models.publish(description, numbers);
      return { kind: 'judged', modelId, isPublished: true, description };
    } catch (error) {
      if (!(error instanceof NotPublishedError)) throw error;
      const judgement = { ...description.judgement, verdict: error.verdict };
      return await this.reject({ ...description, judgement });
    }
  }

  private async reject(description: ModelDescription): Promise<TrainingOutcome> {
    const modelId = await this.models.reject(description);
    return { kind: 'judged', modelId, isPublished: false, description };
  }
}
