import {
  decayWeights,
  mergeRepeats,
  positionsByUser,
  selectEvents,
  toMatrix,
  type Events,
} from './events.js';

const events: Events = {
  users: Int32Array.of(1, 0, 1, 1, 0),
  items: Int32Array.of(2, 0, 1, 2, 3),
  weights: Float32Array.of(1, 2, 3, 4, 5),
  times: Float64Array.of(30, 20, 10, 50, 20),
  userCount: 3,
  itemCount: 4,
};

describe('positionsByUser', () => {
  it('orders the events of a user by time, and those of the same time as they were given', () => {
    expect(positionsByUser(events).map((positions) => [...positions])).toEqual([[1, 4], [2, 0, 3], []]);
  });
});

describe('selectEvents', () => {
  it('takes the events at the positions and keeps the size of the world', () => {
    expect(selectEvents(events, [3, 0])).toEqual({
      users: Int32Array.of(1, 1),
      items: Int32Array.of(2, 2),
      weights: Float32Array.of(4, 1),
      times: Float64Array.of(50, 30),
      userCount: 3,
      itemCount: 4,
    });
  });
});

describe('mergeRepeats', () => {
  it('makes one event of those of the same user and item, at the latest time', () => {
    const merged = mergeRepeats(events);
    expect([...merged.users]).toEqual([0, 0, 1, 1]);
    expect([...merged.items]).toEqual([0, 3, 1, 2]);
    expect([...merged.weights]).toEqual([2, 5, 3, 5]);
    expect([...merged.times]).toEqual([20, 20, 10, 50]);
  });
});

describe('decayWeights', () => {
  it('halves a weight for every half-life, and leaves what lies ahead', () => {
    const day = 86_400_000;
    const aged = { ...events, times: Float64Array.of(100 * day, 99 * day, 98 * day, 96 * day, 101 * day) };
    expect([...decayWeights(aged, 2, 100 * day).weights]).toEqual([
      1,
      Math.fround(2 * Math.SQRT1_2),
      1.5,
      1,
      5,
    ]);
  });
});

describe('toMatrix', () => {
  it('has a row for each user and a column for each item, repeats added up', () => {
    const matrix = toMatrix(events);
    expect([matrix.rows, matrix.columns]).toEqual([3, 4]);
    expect([...matrix.offsets]).toEqual([0, 2, 4, 4]);
    expect([...matrix.indices]).toEqual([0, 3, 1, 2]);
    expect([...matrix.values]).toEqual([2, 5, 3, 5]);
  });
});
