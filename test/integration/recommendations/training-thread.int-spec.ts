import type { InteractionColumns } from '../../../src/recommendations/training/interaction-columns.js';
import { trainInThread } from '../../../src/recommendations/training/training-thread.js';

const settings = { halfLifeDays: 0, minItemUsers: 1, maxItems: 100, easeMaxItems: 100 };

function columns(): InteractionColumns {
  return {
    users: Int32Array.of(0),
    itemIds: Int32Array.of(7),
    signals: Float32Array.of(3),
    times: Float64Array.of(0),
    userCount: 1,
  };
}

const ignore = (): void => undefined;

describe('a training thread', () => {
  it('is handed the columns and answers with what came of them', async () => {
    const given = columns();
    const result = await trainInThread({ columns: given, settings }, ignore, new AbortController().signal);
    expect(result).toEqual({ kind: 'too-little', counts: { users: 1, items: 1, interactions: 1 } });
    expect(given.users).toHaveLength(0);
  });

  it('fails with the error it ran into', async () => {
    const broken = { ...columns(), userCount: -1 };
    const training = trainInThread({ columns: broken, settings }, ignore, new AbortController().signal);
    await expect(training).rejects.toThrow('Invalid');
  });

  it('does not start when it is too late', async () => {
    const reason = new Error('no more');
    const training = trainInThread({ columns: columns(), settings }, ignore, AbortSignal.abort(reason));
    await expect(training).rejects.toBe(reason);
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const training = trainInThread({ columns: columns(), settings }, ignore, stop.signal);
    stop.abort(new Error('no more'));
    await expect(training).rejects.toThrow('no more');
  });
});
