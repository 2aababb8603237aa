import { untilStored } from './until-stored.js';

const away = Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' });

describe('untilStored', () => {
  /** A write that fails with each of the errors in turn, and then succeeds. */
  function failing(...errors: Error[]): () => Promise<string> {
    return () => {
      const error = errors.shift();
      return error ? Promise.reject(error) : Promise.resolve('stored');
    };
  }

  const { signal } = new AbortController();

  it('writes again while the database is away or locked', async () => {
    const locked = Object.assign(new Error('locked'), { code: '55P03' });
    expect(await untilStored(failing(away, away, locked), { pauseMs: 1, signal })).toBe('stored');
  });

  it('throws what another try cannot mend', async () => {
    const broken = failing(new Error('violates a constraint'));
    await expect(untilStored(broken, { pauseMs: 1, signal })).rejects.toThrow('violates a constraint');
  });

  it('gives up when told to', async () => {
    const stopping = new AbortController();
    const writing = untilStored(() => Promise.reject(away), { pauseMs: 3_600_000, signal: stopping.signal });
    stopping.abort();
    await expect(writing).rejects.toBe(away);
  });
});
