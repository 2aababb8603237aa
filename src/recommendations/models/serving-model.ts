import type { Recency } from '../engine/history.js';
import type { ItemModel } from '../engine/item-model.js';

interface ServingModelFields {
  readonly id: number;
  readonly model: ItemModel;
  readonly recency: Recency;
  readonly trainedUntil: Date;
  readonly itemIds: Int32Array;
}

/** A published model in memory, with the ids of its items. */
export class ServingModel {
  readonly id: number;
  readonly model: ItemModel;
  /** How the histories fade that the model is asked with. */
  readonly recency: Recency;
  /** When the newest interaction was made that went into the training. */
  readonly trainedUntil: Date;
  /** Ascending; the place of an id is the index its item has in the model. */
  readonly itemIds: Int32Array;

  constructor({ id, model, recency, trainedUntil, itemIds }: ServingModelFields) {
    this.id = id;
    this.model = model;
    this.recency = recency;
    this.trainedUntil = trainedUntil;
    this.itemIds = itemIds;
  }

  /** The index of an item in the model; undefined when it was not part of the training. */
  indexOf(itemId: number): number | undefined {
    let low = 0;
    let high = this.itemIds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.itemIds[middle] as number) < itemId) low = middle + 1;
      else high = middle;
    }
    return this.itemIds[low] === itemId ? low : undefined;
  }
}
