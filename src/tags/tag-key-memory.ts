const mostIdentifiers = 10_000;
const rememberedMs = 60_000;

/**
 * Remembers which tag an id, name or slug means. That never changes while the tag exists, since tags are not renamed and
 * no new one can take a name or slug in use. A tag deleted by hand is remembered until a write under its key is refused
 * by the foreign key and has all keys forgotten, or for a minute. What means no tag is not remembered: it may at the
 * next moment.
 */
export class TagKeyMemory {
  private readonly keys = new Map<string, { key: number; until: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param findUnknown answers the keys of the identifiers not remembered, in their order */
  async find(
    identifiers: readonly string[],
    findUnknown: (identifiers: readonly string[]) => Promise<(number | null)[]>,
  ): Promise<(number | null)[]> {
    const known = identifiers.map((identifier) => this.recall(identifier));
    const unknown = identifiers.filter((_identifier, index) => known[index] === undefined);
    if (unknown.length === 0) return known as number[];
    const found = await findUnknown(unknown);
    unknown.forEach((identifier, index) => {
      this.remember(identifier, found[index] ?? null);
    });
    let next = 0;
    return known.map((key) => key ?? found[next++] ?? null);
  }

  forget(): void {
    this.keys.clear();
  }

  private recall(identifier: string): number | undefined {
    const entry = this.keys.get(identifier);
    return entry && entry.until > this.now() ? entry.key : undefined;
  }

  private remember(identifier: string, key: number | null): void {
    if (key === null) return;
    if (this.keys.size >= mostIdentifiers) this.keys.clear();
    this.keys.set(identifier, { key, until: this.now() + rememberedMs });
  }
}
