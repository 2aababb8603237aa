import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { createRedis } from '../../../src/redis/create-redis.js';
import { TagFileError } from '../../../src/tags/tag-file.js';
import { HierarchyVariant, TagHierarchyCache } from '../../../src/tags/tag-hierarchy.cache.js';
import { TagTransferService } from '../../../src/tags/tag-transfer.service.js';
import { TagsRepository } from '../../../src/tags/tags.repository.js';
import { FixedClock } from '../../support/fixed-clock.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';

describe('imports of the tag hierarchy', () => {
  const clock = new FixedClock(new Date('2026-05-01T12:00:00.000Z'));
  let database: TestDatabase;
  let db: DataSource;
  let redis: TestRedis;
  let client: Redis;
  let cache: TagHierarchyCache;
  let transfer: TagTransferService;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    redis = testRedis();
    const config = testConfig({ 'redis-ns': redis.ns }, { redisUrl: redis.url });
    client = createRedis(config);
    await new Promise((resolve) => client.once('ready', resolve));
    cache = new TagHierarchyCache(client, config);
    transfer = new TagTransferService(cache, clock, db);
  });
  beforeEach(() => db.query('DELETE FROM tags'));
  afterAll(async () => {
    client.disconnect();
    await redis.close();
    await database.drop();
  });

  const importing = (...nodes: [slug: string, ...parents: string[]][]) =>
    transfer.import(JSON.stringify(nodes.map(([id, ...parents]) => ({ id, name: id, parents }))));
  const cached = async (built: string): Promise<string> =>
    (await cache.get(HierarchyVariant.plain, () => Promise.resolve(built))).bytes.toString();

  it('cannot close a cycle between them when they run at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      await db.query('DELETE FROM tags');
      await importing(['a'], ['b'], ['c']);
      const outcomes = await Promise.allSettled([
        importing(['a', 'b']),
        importing(['b', 'c']),
        importing(['c', 'a']),
      ]);
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toEqual([{ status: 'rejected', reason: expect.any(TagFileError) }]);
    }
  });

  it('share the work when the same file is imported twice at once', async () => {
    const nodes: [string, ...string[]][] = [['art'], ['painting', 'art'], ['prints', 'art']];
    const results = await Promise.all([importing(...nodes), importing(...nodes)]);
    expect(results.map(({ created }) => created).sort()).toEqual([0, 3]);
    expect(results.map(({ links }) => links).sort()).toEqual([0, 2]);
  });

  it('wait for tags that are being created, and take them as they come', async () => {
    const runner = db.createQueryRunner();
    await runner.startTransaction();
    await new TagsRepository().insertMissing(runner.manager, ['Art'], clock.now());
    const running = importing(['art'], ['painting', 'art']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await runner.commitTransaction();
    await runner.release();
    expect(await running).toEqual({ tags: 2, created: 1, links: 1 });
    expect(await db.query(`SELECT name FROM tags WHERE slug = 'art'`)).toEqual([{ name: 'Art' }]);
  });

  it('drop the cached hierarchy when they changed it, and only then', async () => {
    await importing(['art']);
    expect(await cached('one tag')).toBe('one tag');
    await importing(['art']);
    expect(await cached('two tags')).toBe('one tag');
    await expect(importing(['art', 'nowhere'])).rejects.toThrow(TagFileError);
    expect(await cached('two tags')).toBe('one tag');
    await importing(['prints', 'art']);
    expect(await cached('two tags')).toBe('two tags');
  });

  it('take in ten thousand tags at once', async () => {
    const nodes = Array.from({ length: 10_000 }, (_, n): [string, ...string[]] =>
      n === 0 ? ['tag_0'] : [`tag_${n}`, `tag_${Math.floor(n / 3)}`, `tag_${Math.floor(n / 7)}`],
    );
    const { tags, created } = await importing(...nodes);
    expect([tags, created]).toEqual([10_000, 10_000]);
  });
});
