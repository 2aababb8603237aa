import { Turnstile } from './turnstile.js';

describe('Turnstile', () => {
  /** Work that goes on until it is told to end. */
  function startWork(
    turnstile: Turnstile,
    name: string,
    log: string[],
  ): { end: () => void; done: Promise<string> } {
    let end = (): void => undefined;
    const work = new Promise<string>((resolve) => {
      end = () => {
        resolve(name);
      };
    });
    const done = turnstile.pass(() => {
      log.push(name);
      return work;
    });
    return { end, done };
  }

  it('lets so many through at once, and the others in the order they came', async () => {
    const turnstile = new Turnstile(2, 10);
    const log: string[] = [];
    const works = ['a', 'b', 'c', 'd'].map((name) => startWork(turnstile, name, log));
    await Promise.resolve();
    expect(log).toEqual(['a', 'b']);
    works[1]!.end();
    await works[1]!.done;
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { end } of works) end();
    expect(await Promise.all(works.map(({ done }) => done))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives the place of failed work to the next', async () => {
    const turnstile = new Turnstile(1, 10);
    const failing = turnstile.pass(() => Promise.reject(new Error('no')));
    const next = turnstile.pass(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
    expect(await turnstile.pass(() => Promise.resolve('again'))).toBe('again');
  });

  it('turns away who comes when too many wait', async () => {
    const turnstile = new Turnstile(1, 1);
    const log: string[] = [];
    const [first, second] = [startWork(turnstile, 'first', log), startWork(turnstile, 'second', log)];
    await expect(turnstile.pass(() => Promise.resolve())).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
    });
    first.end();
    second.end();
    await Promise.all([first.done, second.done]);
  });
});
