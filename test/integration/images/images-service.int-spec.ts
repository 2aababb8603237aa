import { createHash, randomUUID } from 'node:crypto';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { AppConfig } from '../../../src/config/app-config.js';
import { runSql } from '../../../src/database/run-sql.js';
import { ImagesService, InvalidOutputError, type Output } from '../../../src/images/images.service.js';
import { createLogger } from '../../../src/logging/logger.js';
import { FileStorage } from '../../../src/storage/file-storage.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { picture } from '../../support/pictures.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../support/test-stores.js';
import { createTestStorage, type TestStorage } from '../../support/test-storage.js';
import { untilBlocked } from '../../support/until-blocked.js';

const start = new Date('2026-11-20T12:00:00Z');
const dayLater = new Date('2026-11-21T12:00:01Z');

/** A storage in which something happens whenever a file is deleted. */
function meddling(storage: FileStorage, before: (key: string) => unknown): FileStorage {
  const meddler = Object.create(storage) as FileStorage;
  meddler.delete = async (key) => {
    await before(key);
    await storage.delete(key);
  };
  return meddler;
}

describe('ImagesService', () => {
  const lines: Record<string, unknown>[] = [];
  const clock = new FixedClock(start);
  let database: TestDatabase;
  let config: AppConfig;
  let test: TestStorage;
  let images: ImagesService;
  let creatorId: string;
  let png: Output;

  const serviceOn = (storage: FileStorage): ImagesService => {
    const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const logger = createLogger(config, 'stdout', { write });
    return new ImagesService(storage, database.dataSource, clock, config, logger);
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    config = testConfig({ 'log-format': 'json', 'log-level': 'error' });
    ({ id: creatorId } = await createUser(database.dataSource));
    png = { mediaType: 'image/png', data: await picture(300, 600) };
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    lines.length = 0;
    clock.set(start);
    await runSql(database.dataSource, sql`TRUNCATE content_files`);
    await runSql(database.dataSource, sql`TRUNCATE content_file_deletions`);
    test = await createTestStorage();
    images = serviceOn(test.storage);
  });
  afterEach(() => test.remove());

  const due = async (): Promise<number> => {
    const [row] = await runSql<{ count: number }>(
      database.dataSource,
      sql`SELECT count(*) FROM content_file_deletions`,
    );
    return row!.count;
  };

  /** Content with files, as a job leaves it. */
  async function createStored(outputs = [png]): Promise<{ id: number; job: string; token: string }> {
    const { id } = await createContent(database.dataSource, { creatorId });
    const [job, token] = [randomUUID(), randomUUID()];
    const stored = await images.store(job, token, outputs);
    await database.dataSource.transaction((manager) => images.attach(id, stored, manager));
    return { id, job, token };
  }

  const deleteContent = (id: number): Promise<unknown> =>
    runSql(database.dataSource, sql`DELETE FROM content_items WHERE id = ${id}`);

  /** Files that are due, without pictures to be made of each. */
  async function scheduleMany(count: number): Promise<string[]> {
    const keys = Array.from({ length: count }, (_, n) => `generated/00/many/${n}`);
    await Promise.all(keys.map((key) => test.storage.put(key, Buffer.from('1'))));
    await runSql(
      database.dataSource,
      sql`INSERT INTO content_file_deletions SELECT unnest(${keys}::text[]), '-infinity'`,
    );
    return keys;
  }

  it('keeps each output with its thumbnails and says what it kept', async () => {
    const sound = { mediaType: 'audio/mpeg', data: Buffer.from('a sound') };
    const stored = await images.store('1f0c6d0e-1b5a-4f0e-9d52-0b6a1c1f7a55', 'attempt-1', [png, sound]);

    const folder = 'generated/1f/1f0c6d0e-1b5a-4f0e-9d52-0b6a1c1f7a55/attempt-1';
    expect(stored).toMatchObject([
      {
        storageKey: `${folder}/0.png`,
        mediaType: 'image/png',
        sizeBytes: png.data.length,
        sha256: createHash('sha256').update(png.data).digest('hex'),
        width: 300,
        height: 600,
        thumbnails: {
          '256x256': {
            storageKey: `${folder}/0-256x256.webp`,
            mediaType: 'image/webp',
            width: 128,
            height: 256,
          },
          '512x768': {
            storageKey: `${folder}/0-512x768.webp`,
            mediaType: 'image/webp',
            width: 300,
            height: 600,
          },
        },
      },
      { storageKey: `${folder}/1.mp3`, sizeBytes: 7, width: null, height: null, thumbnails: {} },
    ]);
    const files = stored.flatMap((output) => [output, ...Object.values(output.thumbnails)]);
    expect(await test.files()).toEqual(files.map(({ storageKey }) => storageKey).sort());
    for (const { storageKey, sizeBytes, sha256 } of files) {
      const data = await readFile(join(test.folder, storageKey));
      expect([data.length, createHash('sha256').update(data).digest('hex')]).toEqual([sizeBytes, sha256]);
    }
  });

  it('names a picture by what it is, not by what it was said to be', async () => {
    const jpeg = { mediaType: 'image/png', data: await picture(8, 8, 'jpeg') };
    const [stored] = await images.store(randomUUID(), randomUUID(), [jpeg]);
    expect(stored).toMatchObject({ mediaType: 'image/jpeg', storageKey: expect.stringMatching(/0\.jpg$/) });
  });

  it.each([
    ['a broken picture', { mediaType: 'image/png', data: Buffer.from('not a picture') }],
    ['a text', { mediaType: 'text/html', data: Buffer.from('<script>') }],
    [
      'a drawing',
      { mediaType: 'image/svg+xml', data: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    ],
    ['nothing', { mediaType: 'video/mp4', data: Buffer.alloc(0) }],
  ])('keeps nothing of a batch with %s in it', async (_case, output) => {
    await expect(images.store(randomUUID(), randomUUID(), [png, output])).rejects.toThrow(InvalidOutputError);
    expect([await test.files(), await due()]).toEqual([[], 0]);
  });

  it('deletes, after a day, files whose transaction was rolled back', async () => {
    const { id } = await createContent(database.dataSource, { creatorId });
    const stored = await images.store(randomUUID(), randomUUID(), [png]);
    const undone = database.dataSource.transaction(async (manager) => {
      await images.attach(id, stored, manager);
      throw new Error('the job was cancelled meanwhile');
    });
    await expect(undone).rejects.toThrow('cancelled');

    expect(await images.deleteUnreferenced()).toBe(0);
    expect(await test.files()).toHaveLength(3);
    clock.set(dayLater);
    expect([await images.deleteUnreferenced(), await test.files(), await due()]).toEqual([3, [], 0]);
  });

  it('keeps the files of content for as long as the content, and no longer', async () => {
    const [kept, deleted] = [await createStored(), await createStored([png, png])];
    clock.set(dayLater);
    expect(await images.deleteUnreferenced()).toBe(0);
    expect(await test.files()).toHaveLength(9);

    await deleteContent(deleted.id);
    expect(await images.deleteUnreferenced()).toBe(6);
    expect(await test.files()).toHaveLength(3);
    expect((await test.files()).every((file) => file.includes(kept.job))).toBe(true);
  });

  it('deletes the files of content that was truncated', async () => {
    await createStored();
    await runSql(database.dataSource, sql`TRUNCATE content_items CASCADE`);
    expect([await images.deleteUnreferenced(), await test.files()]).toEqual([3, []]);
  });

  it('gives a file to one piece of content, and none that was deleted', async () => {
    const { id } = await createContent(database.dataSource, { creatorId });
    const { id: other } = await createContent(database.dataSource, { creatorId });
    const attach = (to: number, files: typeof stored): Promise<void> =>
      database.dataSource.transaction((manager) => images.attach(to, files, manager));
    const stored = await images.store(randomUUID(), randomUUID(), [png]);
    await attach(id, stored);
    await expect(attach(other, stored)).rejects.toThrow('attached or deleted before');

    const late = await images.store(randomUUID(), randomUUID(), [png]);
    clock.set(dayLater);
    await images.deleteUnreferenced();
    await expect(attach(other, late)).rejects.toThrow('attached or deleted before');
  });

  it('discards other attempts of a job, and never what content has', async () => {
    const { job, token } = await createStored();
    const [lost, running] = [randomUUID(), randomUUID()];
    await images.store(job, lost, [png]);
    await images.store(job, running, [png]);
    const ofAttempts = async (): Promise<string[]> =>
      [...new Set((await test.files()).map((file) => file.split('/')[3]!))].sort();

    await images.discard(job, running);
    expect(await ofAttempts()).toEqual([token, running].sort());
    await images.discardAttempt(job, running);
    expect(await ofAttempts()).toEqual([token]);
    await images.discard(job);
    expect(await ofAttempts()).toEqual([token]);
    await images.discard(randomUUID());
  });

  it('discards nothing that is being given to content', async () => {
    const { id } = await createContent(database.dataSource, { creatorId });
    const [job, token] = [randomUUID(), randomUUID()];
    const stored = await images.store(job, token, [png]);
    let discarded: Promise<unknown> = Promise.resolve();
    await database.dataSource.transaction(async (manager) => {
      await images.attach(id, stored, manager);
      discarded = Promise.all([images.discardAttempt(job, token), images.discard(job)]);
      await Promise.race([untilBlocked(database.dataSource), discarded]);
    });
    await discarded;
    expect(await test.files()).toHaveLength(3);
  });

  it('knows of discarded files until they are due, should somebody still be writing them', async () => {
    const [job, token] = [randomUUID(), randomUUID()];
    const [stored] = await images.store(job, token, [png]);
    await images.discard(job);
    expect([await test.files(), await due()]).toEqual([[], 3]);
    await test.storage.put(stored!.storageKey, png.data);
    clock.set(dayLater);
    await images.deleteUnreferenced();
    expect([await test.files(), await due()]).toEqual([[], 0]);
  });

  it('deletes no file that content has, whatever the journal says', async () => {
    await createStored();
    await runSql(
      database.dataSource,
      sql`INSERT INTO content_file_deletions SELECT storage_key, '-infinity' FROM content_files`,
    );
    expect(await images.deleteUnreferenced()).toBe(0);
    expect(await test.files()).toHaveLength(3);
  });

  it('deletes what writers that died have left unfinished', async () => {
    await createStored();
    const folder = join(test.folder, '.incoming');
    for (const [name, age] of [
      ['old', 2 * 3_600_000],
      ['new', 60_000],
    ] as const) {
      await writeFile(join(folder, name), 'half');
      const written = new Date(Date.now() - age);
      await utimes(join(folder, name), written, written);
    }
    await images.deleteUnreferenced();
    expect((await test.files()).filter((file) => file.startsWith('.'))).toEqual(['.incoming/new']);
  });

  it('deletes the same files in two runs at once without doing anything twice', async () => {
    const keys = await scheduleMany(350);
    const deletions: string[] = [];
    const counting = serviceOn(meddling(test.storage, (key) => deletions.push(key)));
    const totals = await Promise.all([counting.deleteUnreferenced(), counting.deleteUnreferenced()]);
    expect(totals[0] + totals[1]).toBe(350);
    expect(deletions.sort()).toEqual(keys.sort());
    expect([await test.files(), await due()]).toEqual([[], 0]);
  });

  it('does again what a run that lost its connection had done, and skips nothing', async () => {
    await scheduleMany(30);
    let deletions = 0;
    const dying = serviceOn(
      meddling(test.storage, async () => {
        deletions += 1;
        if (deletions !== 15) return;
        await runSql(
          database.dataSource,
          sql`
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction'`,
        );
      }),
    );
    await expect(dying.deleteUnreferenced()).rejects.toThrow();
    expect(await due()).toBe(30);

    expect(await images.deleteUnreferenced()).toBe(30);
    expect([await test.files(), await due()]).toEqual([[], 0]);
  });

  it('puts off a file it cannot delete, and is not held up by it', async () => {
    const [stuck] = await scheduleMany(120);
    let isStuck = true;
    const limping = serviceOn(
      meddling(test.storage, (key) => {
        if (isStuck && key === stuck) throw new Error('no permission');
      }),
    );
    expect(await limping.deleteUnreferenced()).toBe(119);
    expect(lines).toMatchObject([{ level: 50, storage_key: stuck, msg: 'file could not be deleted' }]);
    expect(await limping.deleteUnreferenced()).toBe(0);

    isStuck = false;
    clock.set(dayLater);
    expect([await limping.deleteUnreferenced(), await test.files()]).toEqual([1, []]);
  });
});
