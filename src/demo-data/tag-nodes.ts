import { tagIdOf, toSlug } from '../tags/tag-name.js';
import { tagTree } from './tag-tree.js';

/** A tag of the hierarchy; the key is the integer content_tags refers to it by. */
export interface TagNode {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly parents: readonly TagNode[];
}

function buildNodes(): ReadonlyMap<string, TagNode> {
  const nodes = new Map<string, TagNode>();
  for (const [name, ...parents] of tagTree) {
    const slug = toSlug(name);
    nodes.set(name, {
      key: nodes.size + 1,
      id: tagIdOf(slug),
      name,
      slug,
      parents: parents.map((parent) => requireNode(nodes, parent)),
    });
  }
  return nodes;
}

function requireNode(nodes: ReadonlyMap<string, TagNode>, name: string): TagNode {
  const node = nodes.get(name);
  if (!node) throw new Error(`the demo tags have no '${name}' above its first use`);
  return node;
}

const nodesByName = buildNodes();

/** All tags, parents before children. */
export const tagNodes: readonly TagNode[] = [...nodesByName.values()];

export function tagNamed(name: string): TagNode {
  return requireNode(nodesByName, name);
}
