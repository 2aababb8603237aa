import { rememberBriefly } from './remember-briefly.js';
import { TimeBudgetError } from './within.js';

describe('rememberBriefly', () => {
  const counting = (): (() => Promise<number>) => {
    let loads = 0;
    return () => Promise.resolve(++loads);
  };

  it('shares one load among those who ask at once, and its answer for a while', async () => {
    const ask = rememberBriefly(60_000, counting());
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(1);
  });

  it('loads again when the answer is old', async () => {
    const ask = rememberBriefly(0, counting());
    expect([await ask(), await ask()]).toEqual([1, 2]);
  });

  it('keeps no failure', async () => {
    let isAway = true;
    const ask = rememberBriefly(60_000, () =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve('here'),
    );
    await expect(ask()).rejects.toThrow('away');
    isAway = false;
    expect(await ask()).toBe('here');
  });

  it('waits for no load for ever, and begins another for the next to ask', async () => {
    const loads: ((answer: string) => void)[] = [];
    const ask = rememberBriefly(60_000, () => new Promise<string>((end) => loads.push(end)), 5);
    await Promise.all([ask(), ask()].map((asked) => expect(asked).rejects.toThrow(TimeBudgetError)));
    expect(loads).toHaveLength(1);
    const again = ask();
    loads[0]!('too late');
    loads[1]!('in time');
    expect(await again).toBe('in time');
    expect(await ask()).toBe('in time');
  });
});
