import { tagIdOf, toSlug } from '../../../../src/tags/tag-name.js';

/** The tags there are, and whom an identifier means (contract §4.3). */
export class TagBook {
  private readonly bySlug = new Map<string, string>();
  private readonly byId = new Map<string, string>();

  constructor(names: readonly string[] = []) {
    for (const name of names) this.adopt(name);
  }

  /** The name content shows that was given this tag: that of the first to use it, in whatever spelling. */
  adopt(name: string): string {
    const known = this.resolve(name);
    if (known !== undefined) return known;
    const slug = toSlug(name);
    this.bySlug.set(slug, name);
    this.byId.set(tagIdOf(slug), name);
    return name;
  }

  resolve(identifier: string): string | undefined {
    return this.byId.get(identifier.toLowerCase()) ?? this.bySlug.get(toSlug(identifier));
  }

  /** Names of content that was given these tags, as it shows them. */
  carried(names: readonly string[]): string[] {
    const carried = new Set(names.map((name) => this.adopt(name)));
    return [...carried].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
}
