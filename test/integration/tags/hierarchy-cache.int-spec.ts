import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { createRedis } from '../../../src/redis/create-redis.js';
import { HierarchyVariant, TagHierarchyCache } from '../../../src/tags/tag-hierarchy.cache.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { testConfig, testRedis, type TestRedis } from '../../support/test-stores.js';

/** A build that ends when the test says so. */
function heldBuild(): { build: () => Promise<string>; begun: Promise<void>; finish: (text: string) => void } {
  let finish!: (text: string) => void;
  let begin!: () => void;
  const result = new Promise<string>((resolve) => (finish = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const build = (): Promise<string> => {
    begin();
    return result;
  };
  return { build, begun, finish };
}

describe('the cached hierarchy', () => {
  let redis: TestRedis;
  let proxy: TcpProxy;
  let clients: Redis[];

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    redis = testRedis();
    proxy = await startTcpProxy(redis.url);
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.disconnect();
    await proxy.cut();
    await redis.close();
  });

  /** The cache of one process. */
  async function process(url = redis.url): Promise<TagHierarchyCache> {
    const config = testConfig({ 'redis-ns': redis.ns }, { redisUrl: url });
    const client = createRedis(config);
    clients.push(client);
    await new Promise((resolve) => client.once('ready', resolve));
    return new TagHierarchyCache(client, config);
  }
  const read = async (cache: TagHierarchyCache, build: string | (() => Promise<string>)): Promise<string> => {
    const json = await cache.get(
      HierarchyVariant.plain,
      typeof build === 'string' ? () => Promise.resolve(build) : build,
    );
    return json.bytes.toString();
  };
  const never = (): Promise<string> => Promise.reject(new Error('built'));
  const reconnected = async (): Promise<void> => {
    await proxy.mend();
    await new Promise((resolve) => clients[0]!.once('ready', resolve));
  };

  it('is built once for many who ask at once, and then served', async () => {
    const cache = await process();
    const { build, begun, finish } = heldBuild();
    const asked = [read(cache, build), read(cache, never), read(cache, never)];
    await begun;
    finish('first');
    expect(await Promise.all(asked)).toEqual(['first', 'first', 'first']);
    expect(await read(cache, never)).toBe('first');
  });

  it('is shared by processes, and given up by all when one changes it', async () => {
    const [one, other] = [await process(), await process()];
    await read(one, 'first');
    expect(await read(other, never)).toBe('first');
    await other.invalidate();
    expect(await read(one, 'second')).toBe('second');
    expect(await read(other, never)).toBe('second');
  });

  it('has variants that change apart', async () => {
    const cache = await process();
    await read(cache, 'plain');
    await cache.get(HierarchyVariant.rated, () => Promise.resolve('rated'));
    await cache.invalidate([HierarchyVariant.rated]);
    expect(await read(cache, never)).toBe('plain');
    expect(
      (await cache.get(HierarchyVariant.rated, () => Promise.resolve('rated anew'))).bytes.toString(),
    ).toBe('rated anew');
  });

  it('never serves what was read before a change to anyone who asks after it', async () => {
    const [slow, other] = [await process(), await process()];
    const { build, begun, finish } = heldBuild();
    const early = read(slow, build);
    await begun;
    await other.invalidate();
    const late = read(slow, 'after the change');
    expect(await late).toBe('after the change');
    finish('before the change');
    expect(await early).toBe('before the change');
    for (const cache of [slow, other]) expect(await read(cache, never)).toBe('after the change');
  });

  it('is not kept when nothing has replaced it since the change either', async () => {
    const cache = await process();
    const { build, begun, finish } = heldBuild();
    const early = read(cache, build);
    await begun;
    await cache.invalidate();
    finish('before the change');
    await early;
    expect(await redis.client.exists(`${redis.ns}:tags:hierarchy:0`)).toBe(0);
    expect(await read(cache, 'after the change')).toBe('after the change');
  });

  it('is built again after a failure', async () => {
    const cache = await process();
    await expect(read(cache, never)).rejects.toThrow('built');
    expect(await read(cache, 'mended')).toBe('mended');
  });

  it('is gone an hour later from memory and Redis alike', async () => {
    const cache = await process();
    await read(cache, 'first');
    const keys = ['0', '0:token'].map((end) => `${redis.ns}:tags:hierarchy:${end}`);
    const lives = await Promise.all(keys.map((key) => redis.client.ttl(key)));
    for (const seconds of lives) expect(seconds).toBeGreaterThan(3590);
    await redis.client.del(...keys);
    expect(await read(cache, 'an hour later')).toBe('an hour later');
  });

  it('is built for each who asks while Redis is away or stalls', async () => {
    const cache = await process(proxy.url);
    await read(cache, 'first');
    proxy.stall();
    expect(await read(cache, 'while it stalls')).toBe('while it stalls');
    await proxy.cut();
    expect(await read(cache, 'while it is away')).toBe('while it is away');
    await reconnected();
    expect(await read(cache, never)).toBe('first');
  });

  it('catches up with a change Redis could not be told of', async () => {
    const [cut, other] = [await process(proxy.url), await process()];
    await read(cut, 'before the change');
    await proxy.cut();
    await cut.invalidate();
    expect(await read(cut, 'after the change')).toBe('after the change');
    await reconnected();
    expect(await read(cut, 'after the change')).toBe('after the change');
    expect(await read(other, never)).toBe('after the change');
  });

  it('is told when it was refreshed', async () => {
    const cache = await process();
    const at = new Date('2026-03-01T10:00:00.000Z');
    await cache.refresh(at);
    const json = await cache.get(HierarchyVariant.plain, (refreshedAt) =>
      Promise.resolve(String(refreshedAt?.toISOString())),
    );
    expect(json.bytes.toString()).toBe(at.toISOString());
  });
});
