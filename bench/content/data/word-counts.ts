import type { CopyValue } from '../../../src/database/copy-text.js';

const words = /[\p{L}\p{N}]+/gu;

/** In how many items each word stands, title and prompt taken together: what makes a word common or rare. */
export class WordCounts {
  private readonly items = new Map<string, number>();

  add(title: string, prompt: string): void {
    const found = `${title} ${prompt}`.toLowerCase().match(words) ?? [];
    for (const word of new Set(found)) this.items.set(word, (this.items.get(word) ?? 0) + 1);
  }

  *rows(): Generator<CopyValue[]> {
    yield* this.items;
  }
}
