import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { FixedClock } from '../../../test/support/fixed-clock.js';
import { ActiveModel } from './active-model.js';
import type { ModelStore } from './model-store.js';
import { ServingModel } from './serving-model.js';

function modelOf(id: number): ServingModel {
  const model = {
    algorithm: 'none',
    itemCount: 3,
    score: () => undefined,
    explain: () => new Float32Array(),
  };
  const itemIds = Int32Array.of(2, 5, 9);
  return new ServingModel({ id, model, recency: { halfLifeItems: 1 }, trainedUntil: new Date(0), itemIds });
}

/** A store whose answers a test gives, in the order it was asked. */
class FakeStore {
  readonly asked: number[] = [];
  readonly withdrawn = new Set<number>();
  private readonly waiting: { resolve: (model?: ServingModel) => void; reject: (error: Error) => void }[] =
    [];

  readActive(id: number): Promise<ServingModel | undefined> {
    this.asked.push(id);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  isUsable(id: number): Promise<boolean> {
    return Promise.resolve(!this.withdrawn.has(id));
  }

  async answer(model?: ServingModel): Promise<void> {
    this.waiting.shift()!.resolve(model);
    await new Promise(setImmediate);
  }

  async fail(): Promise<void> {
    this.waiting.shift()!.reject(new Error('gone'));
    await new Promise(setImmediate);
  }
}

describe('ActiveModel', () => {
  let store: FakeStore;
  let clock: FixedClock;
  let active: ActiveModel;

  beforeEach(() => {
    store = new FakeStore();
    clock = new FixedClock(new Date('2026-01-01T00:00:00Z'));
    active = new ActiveModel(store as unknown as ModelStore, clock);
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is nothing while no model is active', async () => {
    expect(await active.get(null)).toBeUndefined();
    expect(store.asked).toEqual([]);
  });

  it('loads a model once, however many ask for it', async () => {
    const asking = [active.get(1), active.get(1), active.get(1)];
    const model = modelOf(1);
    await store.answer(model);
    expect(await Promise.all(asking)).toEqual([model, model, model]);
    expect(await active.get(1)).toBe(model);
    expect(store.asked).toEqual([1]);
  });

  it('goes on answering with the model in memory while the next one is loaded', async () => {
    const [old, next] = [modelOf(1), modelOf(2)];
    const first = active.get(1);
    await store.answer(old);
    expect(await first).toBe(old);
    expect(await active.get(2)).toBe(old);
    await store.answer(next);
    expect(await active.get(2)).toBe(next);
    expect(store.asked).toEqual([1, 2]);
  });

  it('keeps the newer model when somebody asks for one that is no longer active', async () => {
    const newer = modelOf(2);
    const first = active.get(2);
    await store.answer(newer);
    await first;
    expect(await active.get(1)).toBe(newer);
    await store.answer(undefined);
    expect(await active.get(2)).toBe(newer);
  });

  it('tries again, after a pause, to load what could not be read', async () => {
    const first = active.get(1);
    await store.fail();
    expect(await first).toBeUndefined();
    expect(await active.get(1)).toBeUndefined();
    expect(store.asked).toEqual([1]);
    clock.set(new Date('2026-01-01T00:00:30Z'));
    const again = active.get(1);
    const model = modelOf(1);
    await store.answer(model);
    expect(await again).toBe(model);
  });

  it('loads a model also for one who came while another was being loaded', async () => {
    const early = active.get(1);
    const late = active.get(2);
    await store.answer(undefined);
    const model = modelOf(2);
    await store.answer(model);
    expect([await early, await late]).toEqual([undefined, model]);
    expect(store.asked).toEqual([1, 2]);
  });

  it('goes on answering with the model before when the next one cannot be read', async () => {
    const old = modelOf(1);
    const first = active.get(1);
    await store.answer(old);
    await first;
    await active.get(2);
    await store.fail();
    expect(await active.get(2)).toBe(old);
  });

  it('lets a withdrawn model not go on answering when the one before it cannot be read', async () => {
    const first = active.get(2);
    await store.answer(modelOf(2));
    await first;
    store.withdrawn.add(2);
    await active.get(1);
    await store.fail();
    expect(await active.get(1)).toBeUndefined();
  });

  it('lets a failure of one model not delay another', async () => {
    void active.get(1);
    await store.fail();
    const other = active.get(2);
    await store.answer(modelOf(2));
    expect((await other)?.id).toBe(2);
  });
});

describe('ServingModel', () => {
  it('finds the index of each item it knows, and of no other', () => {
    const model = modelOf(1);
    expect([2, 5, 9].map((id) => model.indexOf(id))).toEqual([0, 1, 2]);
    for (const id of [1, 3, 10]) expect(model.indexOf(id)).toBeUndefined();
  });
});
