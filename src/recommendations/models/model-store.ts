import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { allowLongWaits } from '../../database/long-statements.js';
import { fromArrays } from '../engine/model-arrays.js';
import { Verdict } from './judgement.js';
import {
  type ModelDescription,
  type ModelNumbers,
  recencyOf,
  toStoredParameters,
} from './model-description.js';
import { BrokenModelError, readArray, shapeOf, type StoredArray, writeArray } from './model-parts.js';
import {
  activate,
  deleteArraysExcept,
  findActive,
  insertModel,
  isOlderThanActive,
  isSameAsWithdrawn,
  isUsable,
  listModels,
  lockActiveModel,
  type ModelRecord,
  usableModels,
  withdrawActive,
} from './model-rows.queries.js';
import { ServingModel } from './serving-model.js';

const itemIdsName = 'item_ids';

/** What a rollback changed. */
export interface Rollback {
  readonly withdrawn: number | undefined;
  readonly active: number;
}

/** A model may not be made the active one; nothing of it was stored. */
export class NotPublishedError extends Error {
  override readonly name = 'NotPublishedError';

  constructor(readonly verdict: Verdict) {
    super(`the model was not published: ${verdict}`);
  }
}

/**
 * The trained models in PostgreSQL. Whatever changes which of them is active is one transaction: a process that dies on
 * the way leaves nothing behind.
 */
@Injectable()
export class ModelStore {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Puts on record a model that is not good enough to answer; its numbers are of no use to anybody. */
  async reject(description: ModelDescription): Promise<number> {
    const parameters = toStoredParameters(description);
    return await insertModel(this.dataSource, description, parameters, this.clock.now());
  }

  /**
   * Stores a model and makes it the active one; forgets the numbers of those no rollback will want any more.
   * @throws NotPublishedError when a model like it was withdrawn, or the active one knows later interactions
   */
  async publish(description: ModelDescription, { model, itemIds }: ModelNumbers): Promise<number> {
    const arrays: [string, StoredArray][] = [...Object.entries(model.arrays), [itemIdsName, itemIds]];
    const shapes = arrays.map(([name, array]) => shapeOf(name, array));
    const parameters = toStoredParameters(description, { model, shapes });
    return await this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      const id = await insertModel(manager, description, parameters, this.clock.now());
      for (const [name, array] of arrays) await writeArray(manager, id, name, array);
      await lockActiveModel(manager);
      await assertPublishable(manager, id);
      await activate(manager, id, this.clock.now());
      const kept = await usableModels(manager, this.config.get('recommender.kept-models'));
      await deleteArraysExcept(
        manager,
        kept.map((model) => model.id),
      );
      return id;
    });
  }

  /** Withdraws the active model and lets the one before answer again; undefined when there is none before. */
  async rollBack(): Promise<Rollback | undefined> {
    return await this.dataSource.transaction(async (manager) => {
      await lockActiveModel(manager);
      const previous = (await usableModels(manager, 2)).find(({ isActive }) => !isActive);
      if (!previous) return undefined;
      const now = this.clock.now();
      const withdrawn = await withdrawActive(manager, now);
      await activate(manager, previous.id, now);
      return { withdrawn, active: previous.id };
    });
  }

  /** Whether a model is one that may answer, be it the active one or not. */
  async isUsable(id: number): Promise<boolean> {
    return await isUsable(this.dataSource, id);
  }

  /** The models on record, newest first. */
  async list(limit: number): Promise<ModelRecord[]> {
    return await listModels(this.dataSource, limit);
  }

  /**
   * The model of that id, undefined when it is not the active one.
   * @throws BrokenModelError when it is not what was stored
   */
  async readActive(id: number): Promise<ServingModel | undefined> {
    const found = await findActive(this.dataSource, id);
    if (!found) return undefined;
    const { algorithm, parameters } = found;
    const arrays: Record<string, StoredArray> = {};
    for (const shape of parameters.arrays) {
      arrays[shape.name] = await readArray(this.dataSource, id, shape);
    }
    const { [itemIdsName]: itemIds, ...numbers } = arrays;
    if (!(itemIds instanceof Int32Array)) throw new BrokenModelError(`no ${itemIdsName}`);
    const model = fromArrays({
      algorithm,
      parameters: { ...parameters.trained_with },
      arrays: numbers as Record<string, Float32Array>,
    });
    if (itemIds.length !== model.itemCount)
      throw new BrokenModelError(`${itemIds.length} ${itemIdsName} for ${model.itemCount} items`);
    const trainedUntil = new Date(parameters.trained_until);
    return new ServingModel({ id, model, recency: recencyOf(parameters), trainedUntil, itemIds });
  }
}

async function assertPublishable(manager: EntityManager, id: number): Promise<void> {
  if (await isOlderThanActive(manager, id)) throw new NotPublishedError(Verdict.OlderThanActive);
  if (await isSameAsWithdrawn(manager, id)) throw new NotPublishedError(Verdict.SameAsWithdrawn);
}
