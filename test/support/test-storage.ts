import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { FolderStorage } from '../../src/storage/folder-storage.js';

/** A storage of a test's own. */
export interface TestStorage {
  readonly folder: string;
  readonly storage: FolderStorage;
  /** Every file there is, unfinished ones too, relative to the folder. */
  files(): Promise<string[]>;
  remove(): Promise<void>;
}

export async function createTestStorage(): Promise<TestStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'genonaut-storage-'));
  return {
    folder,
    storage: new FolderStorage(folder),
    files: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
