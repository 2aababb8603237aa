/** How content came to be, in the words of the API. */
export const sourceNames = ['regular', 'auto'] as const;
export type SourceName = (typeof sourceNames)[number];

/** The same in the words of the database: `items` is what people made, `auto` what was generated. */
export const sourceTypes = ['items', 'auto'] as const;
export type SourceType = (typeof sourceTypes)[number];

const nameOf: Record<SourceType, SourceName> = { items: 'regular', auto: 'auto' };

export function toSourceName(type: SourceType): SourceName {
  return nameOf[type];
}

/** What the documentation calls content of a source. */
export function nounOf(type: SourceType): string {
  return type === 'items' ? 'content' : 'generated content';
}

/** Three vocabularies exist for the same thing (contract §4.1); all are understood on input. */
export function parseSourceName(text: string): SourceType | undefined {
  if (text === 'regular' || text === 'items') return 'items';
  return text === 'auto' ? 'auto' : undefined;
}

export const contentTypes = ['text', 'image', 'video', 'audio'] as const;
export type ContentType = (typeof contentTypes)[number];
