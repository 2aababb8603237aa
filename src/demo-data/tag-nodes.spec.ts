import { tagNamed, tagNodes } from './tag-nodes.js';
import { topics } from './topics.js';
import { moods, styles } from './vocabulary.js';

describe('tagNodes', () => {
  it('are about 120 tags, each with a name, slug and id of its own', () => {
    expect(tagNodes.length).toBeGreaterThan(115);
    expect(tagNodes.length).toBeLessThan(140);
    for (const member of ['name', 'slug', 'id', 'key'] as const) {
      expect(new Set(tagNodes.map((tag) => tag[member])).size).toBe(tagNodes.length);
    }
  });

  it('form a graph without cycles: every parent stands above its children', () => {
    for (const { key, parents } of tagNodes) {
      for (const parent of parents) expect(parent.key).toBeLessThan(key);
    }
  });

  it('have several roots, and several tags with several parents', () => {
    expect(tagNodes.filter(({ parents }) => parents.length === 0).length).toBeGreaterThan(5);
    expect(tagNodes.filter(({ parents }) => parents.length > 1).length).toBeGreaterThan(20);
  });

  it('take their ids from their slugs', () => {
    expect(tagNamed('Lo-Fi').slug).toBe('lo_fi');
    expect(tagNamed('Street Life').id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/);
  });

  it('know every tag that a topic, a style or a mood names', () => {
    const named = [
      ...topics.flatMap(({ tag, related }) => [tag, ...related]),
      ...Object.values(styles).flatMap((ofMedium) => ofMedium.map(({ tag }) => tag)),
      ...moods.map(({ tag }) => tag),
    ];

    for (const name of named) expect(tagNamed(name).name).toBe(name);
  });
});
