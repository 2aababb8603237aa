import { contentLists } from '../content-list.js';
import { NumericOrder, type Walk, WalkRows } from './walk.js';
import { WalkMemory } from './walk-memory.js';

const order = NumericOrder.of(contentLists.all, 'id', 'asc') as NumericOrder;

function walkOf(rowCount: number, readAt = 0): Walk {
  const rows = new WalkRows(order, new Float64Array(rowCount));
  return { readAt, snapshot: '1:1:', total: rowCount, anchors: [], rows };
}

describe('WalkMemory', () => {
  let now: number;
  let memory: WalkMemory;

  beforeEach(() => {
    now = 0;
    memory = new WalkMemory(100_000, () => now);
  });

  it('forgets a walk nobody came back to for a minute', () => {
    memory.set('seen', walkOf(1));
    now = 60_000;
    expect(memory.get('seen')).toBeDefined();
    now = 60_001;
    expect(memory.get('seen')).toBeUndefined();
  });

  it('lets the walk go that was used longest ago when memory runs out', () => {
    memory.set('first', walkOf(1000));
    memory.set('second', walkOf(1000));
    memory.set('third', walkOf(1000));
    memory.set('first', walkOf(1000));
    memory.set('large', walkOf(8000));
    expect(['first', 'second', 'third', 'large'].filter((key) => memory.get(key))).toEqual([
      'first',
      'large',
    ]);
  });

  it('forgets a walk read ten minutes ago, however often it is used', () => {
    for (now = 0; now <= 600_000; now += 50_000) {
      memory.set('busy', walkOf(1, 0));
      expect(memory.get('busy')).toBeDefined();
    }
    memory.set('busy', walkOf(1, 0));
    expect(memory.get('busy')).toBeUndefined();
  });

  it('keeps nothing larger than itself', () => {
    memory.set('huge', walkOf(20_000));
    expect(memory.get('huge')).toBeUndefined();
    memory.set('small', walkOf(1));
    expect(memory.get('small')).toBeDefined();
  });
});
