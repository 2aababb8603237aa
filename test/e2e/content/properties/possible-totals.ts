import type { ContentDto } from '../../../../src/content/content.dto.js';
import type { Question } from './questions.js';

interface Range {
  least: number;
  most: number;
}

/**
 * Between which numbers the total of a question can lie while writes are under way: one that was sent may be done
 * already, one that was answered is done for everybody.
 */
export class PossibleTotals {
  private now: Range;
  private readonly watching = new Set<Range>();

  constructor(
    private readonly question: Question,
    rows: readonly ContentDto[],
  ) {
    const total = rows.filter((row) => question.matches(row)).length;
    this.now = { least: total, most: total };
  }

  /** To be called when a write is sent; what it answers, when the write was answered. */
  begin(before: ContentDto | undefined, after: ContentDto | undefined): () => void {
    const difference = this.weigh(after) - this.weigh(before);
    const [gained, lost] = [Math.max(difference, 0), Math.min(difference, 0)];
    this.shift({ least: lost, most: gained });
    return () => {
      this.shift({ least: gained, most: lost });
    };
  }

  /** The totals possible at some moment between this call and the call of what it answers. */
  watch(): () => Range {
    const seen = { ...this.now };
    this.watching.add(seen);
    return () => {
      this.watching.delete(seen);
      return seen;
    };
  }

  private weigh(row: ContentDto | undefined): number {
    return row && this.question.matches(row) ? 1 : 0;
  }

  private shift({ least, most }: Range): void {
    this.now = { least: this.now.least + least, most: this.now.most + most };
    for (const seen of this.watching) {
      seen.least = Math.min(seen.least, this.now.least);
      seen.most = Math.max(seen.most, this.now.most);
    }
  }
}
