import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { projectRoot } from '../../../src/config/project-root.js';
import { FolderStorage } from '../../../src/storage/folder-storage.js';
import { MissingFileError } from '../../../src/storage/missing-file.error.js';
import { createTestStorage, type TestStorage } from '../../support/test-storage.js';

describe('FolderStorage', () => {
  let test: TestStorage;
  let storage: FolderStorage;

  beforeEach(async () => {
    test = await createTestStorage();
    ({ storage } = test);
  });
  afterEach(() => test.remove());

  const read = async (...args: Parameters<FolderStorage['read']>): Promise<string> =>
    (await buffer(await storage.read(...args))).toString();
  const listed = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const key of storage.list(prefix)) keys.push(key);
    return keys.sort();
  };

  it('hands back what it was given, whole and in parts', async () => {
    await storage.put('a/b/c.txt', Buffer.from('0123456789'));
    expect(await read('a/b/c.txt')).toBe('0123456789');
    expect(await read('a/b/c.txt', { start: 0, end: 9 })).toBe('0123456789');
    expect(await read('a/b/c.txt', { start: 3, end: 5 })).toBe('345');
    expect(await test.files()).toEqual(['a/b/c.txt']);
  });

  it('puts a newer file in the place of an older one', async () => {
    await storage.put('a', Buffer.from('old'));
    await storage.put('a', Buffer.from('new'));
    expect(await read('a')).toBe('new');
  });

  it('says that a file is missing, be it absent, a folder, or shorter than the part asked for', async () => {
    await storage.put('a/b', Buffer.from('0123'));
    for (const [key, range] of [['c'], ['a'], ['a/b/c'], ['a/b', { start: 0, end: 4 }]] as const) {
      await expect(storage.read(key, range)).rejects.toThrow(MissingFileError);
    }
  });

  it('deletes a file, what is not there, and folders that become empty', async () => {
    await storage.put('a/b/c', Buffer.from('1'));
    await storage.put('a/d', Buffer.from('1'));
    await storage.delete('a/b/c');
    await storage.delete('a/b/c');
    await storage.delete('a/d/e');
    expect(await readdir(join(test.folder, 'a'))).toEqual(['d']);
    await storage.delete('a/d');
    expect(await readdir(test.folder)).toEqual(['.incoming']);
  });

  it('lists what is below a prefix and nothing beside it', async () => {
    for (const key of ['a/1', 'a/b/2', 'ab/3', 'c']) await storage.put(key, Buffer.from('1'));
    await writeFile(join(test.folder, 'a', '.DS_Store'), 'left by a desktop');
    expect(await listed('a')).toEqual(['a/1', 'a/b/2']);
    expect(await listed('a/b')).toEqual(['a/b/2']);
    expect(await listed('nowhere')).toEqual([]);
    expect(await listed('c')).toEqual([]);
  });

  it.each(['../outside', '/etc/passwd', 'a/../../outside', '.incoming/x', '', 'a\0', 'a/..\\b'])(
    'takes %j for no key, whatever is to be done with it',
    async (key) => {
      await expect(storage.put(key, Buffer.from('1'))).rejects.toThrow(TypeError);
      await expect(storage.read(key)).rejects.toThrow(TypeError);
      await expect(storage.delete(key)).rejects.toThrow(TypeError);
      await expect(listed(key)).rejects.toThrow(TypeError);
      expect(await test.files()).toEqual([]);
    },
  );

  it('follows no link out of it to list or to delete', async () => {
    await mkdir(join(test.folder, 'a'));
    await symlink('/etc', join(test.folder, 'a', 'etc'));
    expect(await listed('a')).toEqual(['a/etc']);
    await storage.delete('a/etc');
    expect(await test.files()).toEqual([]);
  });

  it('leaves nothing of a file it could not put', async () => {
    await storage.put('a', Buffer.from('a file, where a folder would have to be'));
    await expect(storage.put('a/b', Buffer.from('1'))).rejects.toThrow();
    expect(await test.files()).toEqual(['a']);
  });

  it('shows readers the old file or the new one, and never a part', async () => {
    const versions = ['1', '2', '3'].map((digit) => digit.repeat(300_000));
    await storage.put('a', Buffer.from(versions[0]!));
    for (let round = 0; round < 30; round += 1) {
      const writing = storage.put('a', Buffer.from(versions[round % 3]!));
      const seen = await Promise.all(Array.from({ length: 10 }, () => read('a')));
      for (const version of seen) expect(versions).toContain(version);
      await writing;
    }
  });

  it('puts a file although its folder is taken away again and again', async () => {
    for (let round = 0; round < 50; round += 1) {
      await storage.put('a/b/1', Buffer.from('1'));
      await Promise.all([storage.delete('a/b/1'), storage.put('a/b/2', Buffer.from('2'))]);
      expect(await read('a/b/2')).toBe('2');
      await storage.delete('a/b/2');
    }
  });

  it('shows only whole files after its process was killed amid writing', async () => {
    const module = join(projectRoot, 'dist/src/storage/folder-storage.js');
    const script = `
      import { FolderStorage } from ${JSON.stringify(module)};
      const storage = new FolderStorage(${JSON.stringify(test.folder)});
      for (let n = 0; ; n += 1) {
        await storage.put('files/' + n, Buffer.alloc(2_000_000, 'x'));
        if (n === 3) process.stdout.write('.');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const keys = await listed('files');
    expect(keys.length).toBeGreaterThanOrEqual(4);
    for (const key of keys) expect(await read(key)).toHaveLength(2_000_000);
  });

  it('clears away at its start what crashes left unfinished, but nothing still being written', async () => {
    const incoming = join(test.folder, '.incoming');
    await mkdir(incoming);
    await writeFile(join(incoming, 'old'), 'half');
    await writeFile(join(incoming, 'young'), 'half');
    const before = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(incoming, 'old'), before, before);
    await new FolderStorage(test.folder).onModuleInit();
    expect(await test.files()).toEqual(['.incoming/young']);
  });

  it('starts where there is no folder yet', async () => {
    await new FolderStorage(join(test.folder, 'later')).onModuleInit();
    expect(await test.files()).toEqual([]);
  });
});
