import { hash } from 'node:crypto';

/** An entity tag for the documentation. */
export const exampleEntityTag = '"2jmj7l5rSw0yVb_vlWAYkK_YBwk"';

/** Hex digits would say the same in more bytes; 27 characters are 160 bits. */
const digestLength = 27;

/**
 * The entity tag of a representation. Strong, because If-Match compares strongly: equal tags promise equal bytes,
 * which a digest of the bytes is the plain way to keep.
 */
export function entityTag(body: Buffer | string): string {
  return `"${hash('sha256', body, 'base64url').slice(0, digestLength)}"`;
}

const volatile = Symbol('names of volatile fields');

interface Representation {
  readonly [volatile]?: readonly string[];
}

/**
 * Says which fields of a representation change although nobody changes the resource: a place in a queue moves on.
 * Readers are to see that, writers not to be refused for it, so the entity tag has a part for either.
 */
export function withVolatile<T extends object>(representation: T, names: readonly (keyof T & string)[]): T {
  return Object.assign(representation, { [volatile]: names } satisfies Representation);
}

function digestOf(fields: [string, unknown][]): string {
  return entityTag(JSON.stringify(fields)).slice(1, -1);
}

/**
 * The tag GET answers a resource of this representation with. Where fields are volatile it is `"state.rest"`, the
 * first part made of the other fields: see stateOf.
 * @param text the representation as it is sent
 */
export function entityTagOf(
  representation: object,
  text: Buffer | string = JSON.stringify(representation),
): string {
  const names = (representation as Representation)[volatile];
  if (!names) return entityTag(text);
  const fields = Object.entries(representation);
  const state = fields.filter(([name]) => !names.includes(name));
  const rest = fields.filter(([name]) => names.includes(name));
  return `"${digestOf(state)}.${digestOf(rest)}"`;
}

const twoPart = new RegExp(`^((?:W/)?"[\\w-]{${digestLength}})\\.[\\w-]{${digestLength}}"$`);

/**
 * What of a tag tells the states of the resource apart. A resource with volatile fields has as many representations at
 * a time as there are values of those, each with its tag; a tag of any of them is that of a current one (RFC 9110 §13.1.1).
 */
export function stateOf(tag: string): string {
  return twoPart.exec(tag)?.[1] ?? tag;
}

const anything = '*';

/** A list of entity tags as conditional headers carry it, or `*` for any (RFC 9110 §13.1.1, §13.1.2). */
export type EntityTags = typeof anything | readonly string[];

/** Reads such a header; undefined when it is neither `*` nor a list of entity tags. */
export function parseEntityTags(header: string): EntityTags | undefined {
  if (header.trim() === anything) return anything;
  const tags: string[] = [];
  // One run of white space between any two tokens, so that no input makes the expression look back.
  const element = /[\t ]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[\t ]*)?(,|$)/y;
  for (;;) {
    const match = element.exec(header);
    if (!match) return undefined;
    if (match[1] !== undefined) tags.push(match[1]);
    if (match[2] === '') return tags;
  }
}

export function statesOf(tags: EntityTags): EntityTags {
  return tags === anything ? anything : tags.map(stateOf);
}

/** Strong comparison: a weak tag equals nothing (RFC 9110 §8.8.3.2). */
export function matchesStrongly(tags: EntityTags, tag: string): boolean {
  return tags === anything || tags.includes(tag);
}

/** Weak comparison: a tag and its weak form are the same. */
export function matchesWeakly(tags: EntityTags, tag: string): boolean {
  return tags === anything || tags.some((one) => one === tag || one === `W/${tag}`);
}
