import { TagKeyMemory } from './tag-key-memory.js';

describe('TagKeyMemory', () => {
  let now = 0;
  let asked: string[][];
  const tags: Record<string, number> = { dusk: 1, dawn: 2 };
  const ask = (identifiers: readonly string[]): Promise<(number | null)[]> => {
    asked.push([...identifiers]);
    return Promise.resolve(identifiers.map((identifier) => tags[identifier] ?? null));
  };

  beforeEach(() => {
    now = 0;
    asked = [];
  });

  it('asks for what it does not know, and puts the answers in their places', async () => {
    const memory = new TagKeyMemory(() => now);
    expect(await memory.find(['dawn'], ask)).toEqual([2]);
    expect(await memory.find(['dusk', 'dawn', 'noon', 'dawn'], ask)).toEqual([1, 2, null, 2]);
    expect(asked).toEqual([['dawn'], ['dusk', 'noon']]);
  });

  it('asks again for what meant no tag, and for all after a minute', async () => {
    const memory = new TagKeyMemory(() => now);
    await memory.find(['noon', 'dusk'], ask);
    await memory.find(['noon', 'dusk'], ask);
    now = 60_001;
    await memory.find(['dusk'], ask);
    expect(asked).toEqual([['noon', 'dusk'], ['noon'], ['dusk']]);
  });

  it('asks again for what it was told to forget', async () => {
    const memory = new TagKeyMemory(() => now);
    await memory.find(['dusk'], ask);
    memory.forget();
    await memory.find(['dusk'], ask);
    expect(asked).toEqual([['dusk'], ['dusk']]);
  });
});
