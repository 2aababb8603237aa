import type { Reading } from '../common/http/field.decorator.js';
import { isJsonObject, type JsonObject } from '../common/http/fields.decorators.js';
import { findMalformed } from '../common/http/well-formed.js';
import { readTagName, toSlug } from './tag-name.js';

/** A tag as hierarchy files write it: known by its slug. */
export interface TagFileNode {
  readonly slug: string;
  readonly name: string;
  readonly parents: readonly string[];
}

/** A hierarchy that cannot be imported; the message says all that is wrong with it, a line each. */
export class TagFileError extends Error {
  override readonly name = 'TagFileError';

  constructor(problems: readonly string[]) {
    const rest = problems.length - mostShown;
    const shown = problems.slice(0, mostShown);
    super([...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'));
  }
}

const mostShown = 20;
const mostNodes = 100_000;
const longestSlug = 255;

function readSlug(id: unknown): Reading<string> {
  if (typeof id !== 'string' || id === '') return { problem: 'needs an id' };
  if (id.length > longestSlug) return { problem: `has an id of more than ${longestSlug} characters` };
  const slug = toSlug(id.trim());
  return slug === id && !/\p{Cc}/u.test(id)
    ? { value: id }
    : { problem: `has an id that is no slug, such as ${slug}` };
}

function readName(name: unknown): Reading<string> {
  const reading = typeof name === 'string' ? readTagName(name, 'name') : { value: undefined };
  if ('problem' in reading) return { problem: `has a bad name: ${reading.problem}` };
  return reading.value === undefined ? { problem: 'needs a name' } : { value: reading.value };
}

function readParents({ parent, parents }: JsonObject): Reading<string[]> {
  const named: unknown[] = [parent ?? [], parents ?? []].flat();
  const slugs = named.filter((one) => typeof one === 'string');
  return slugs.length < named.length
    ? { problem: 'has parents that are not ids' }
    : { value: [...new Set(slugs)] };
}

/** Reads one entry; what is wrong with it goes to `problems`. */
function readNode(entry: unknown, problems: string[]): TagFileNode | undefined {
  if (!isJsonObject(entry)) {
    problems.push('is not an object');
    return undefined;
  }
  const [slug, name, parents] = [readSlug(entry.id), readName(entry.name), readParents(entry)];
  if ('value' in slug && 'value' in name && 'value' in parents)
    return { slug: slug.value, name: name.value, parents: parents.value };
  for (const reading of [slug, name, parents]) if ('problem' in reading) problems.push(reading.problem);
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TagFileError([`not JSON: ${(error as Error).message}`]);
  }
}

function readEntries(text: string): unknown[] {
  const entries = parseJson(text);
  if (!Array.isArray(entries)) throw new TagFileError(['not a JSON array of tags']);
  if (entries.length > mostNodes) throw new TagFileError([`more than ${mostNodes} tags`]);
  const malformed = findMalformed(entries, 'the file');
  if (malformed) throw new TagFileError([`${malformed.field} ${malformed.message}`]);
  return entries;
}

/** What does not go together though each entry is right by itself. */
function conflictsIn(nodes: readonly TagFileNode[]): string[] {
  const problems: string[] = [];
  const slugs = new Set<string>();
  const slugsByName = new Map<string, string>();
  for (const { slug, name, parents } of nodes) {
    if (slugs.has(slug)) problems.push(`'${slug}' is there twice`);
    slugs.add(slug);
    const namesake = slugsByName.get(name.toLowerCase());
    if (namesake !== undefined && namesake !== slug)
      problems.push(`'${slug}' and '${namesake}' have the same name, '${name}'`);
    slugsByName.set(name.toLowerCase(), slug);
    if (parents.includes(slug)) problems.push(`'${slug}' is its own parent`);
  }
  return problems;
}

/**
 * Reads `[{id, name, parent | parents}]`, where ids are slugs; whether parents exist is for the database to say.
 * @throws TagFileError
 */
export function parseTagFile(text: string): TagFileNode[] {
  const problems: string[] = [];
  const nodes = readEntries(text).flatMap((entry, index) => {
    const ofEntry: string[] = [];
    const node = readNode(entry, ofEntry);
    problems.push(...ofEntry.map((problem) => `tag no. ${index + 1} ${problem}`));
    return node ?? [];
  });
  problems.push(...conflictsIn(nodes));
  if (problems.length > 0) throw new TagFileError(problems);
  return nodes;
}

/** Writes a file parseTagFile reads, one tag a line. */
export function formatTagFile(nodes: readonly TagFileNode[]): string {
  const lines = nodes.map(({ slug, name, parents }) => JSON.stringify({ id: slug, name, parents }));
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
}
