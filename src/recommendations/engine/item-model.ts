/** What one user did, as the engine sees it: each item once, with a weight above zero. Items are indices, not ids. */
export interface History {
  readonly items: Int32Array;
  readonly weights: Float32Array;
}

/**
 * A trained model that ranks the items of a catalogue for anybody whose history is at hand, whether or not that user
 * was part of the training.
 */
export interface ItemModel {
  readonly algorithm: string;
  readonly itemCount: number;
  /** Writes the score of every item into `scores`, of length `itemCount`; higher is better, the scale is the model's. */
  score(history: History, scores: Float32Array): void;
  /** How much each entry of the history adds to the score of `item`, in the order of the history. */
  explain(history: History, item: number): Float32Array;
}
