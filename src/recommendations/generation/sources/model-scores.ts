import { topN } from '../../engine/top-n.js';
import type { History } from '../../engine/item-model.js';
import type { ServingModel } from '../../models/serving-model.js';

interface Scored {
  readonly scores: Float32Array;
  /** Of the items outside the history. */
  readonly highest: number;
}

/** What a model says of one user: a score for each item it knows, reckoned when it is first asked for. */
export class ModelScores {
  private scored: Scored | undefined;

  /** The history's items are indices of the model's. */
  constructor(
    private readonly serving: ServingModel,
    private readonly history: History,
  ) {}

  /** Ids of the items that score highest and above zero, best first; none of the history. */
  best(count: number): number[] {
    const { scores } = this.all();
    return [...topN(scores, count, this.met())]
      .filter((index) => (scores[index] as number) > 0)
      .map((index) => this.serving.itemIds[index] as number);
  }

  /** 0 to 1: the item's score relative to the best new one; 0 for what the model does not know or advises against. */
  relativeScore(itemId: number): number {
    const index = this.serving.indexOf(itemId);
    const { scores, highest } = this.all();
    if (index === undefined || highest <= 0) return 0;
    return Math.min(1, Math.max(0, (scores[index] as number) / highest));
  }

  /** The item of the history that adds most to an item's score; undefined when none adds anything. */
  mainReasonFor(itemId: number): number | undefined {
    const index = this.serving.indexOf(itemId);
    if (index === undefined) return undefined;
    const contributions = this.serving.model.explain(this.history, index);
    let main: number | undefined;
    contributions.forEach((contribution, place) => {
      if (contribution > 0 && contribution > (main === undefined ? 0 : (contributions[main] as number)))
        main = place;
    });
    return main === undefined ? undefined : this.serving.itemIds[this.history.items[main] as number];
  }

  private all(): Scored {
    if (!this.scored) {
      const scores = new Float32Array(this.serving.model.itemCount);
      this.serving.model.score(this.history, scores);
      const [best] = topN(scores, 1, this.met());
      this.scored = { scores, highest: best === undefined ? 0 : (scores[best] as number) };
    }
    return this.scored;
  }

  private met(): ReadonlySet<number> {
    return new Set(this.history.items);
  }
}
