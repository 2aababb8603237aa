import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { OnModuleInit } from '@nestjs/common';
import { hourMs } from '../common/durations.js';
import { type ByteRange, FileStorage } from './file-storage.js';
import { MissingFileError } from './missing-file.error.js';
import { checkStorageKey, isStorageKey } from './storage-key.js';

/** Where files are written before they get their names; no key begins with a dot. */
const incomingFolder = '.incoming';

/** Age at which nobody can still be writing an incoming file. */
const abandonedAfterMs = hourMs;

/** Times a file is moved to a folder that a deletion next to it takes away again. */
const moves = 5;

function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

/** A name in a folder outlives a crash once the folder itself has been written. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // which opens no folders and orders such writes itself
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Keeps files in a folder, which several processes may share. */
export class FolderStorage extends FileStorage implements OnModuleInit {
  constructor(private readonly root: string) {
    super();
  }

  onModuleInit(): Promise<void> {
    return this.tidy();
  }

  async tidy(): Promise<void> {
    const folder = join(this.root, incomingFolder);
    for (const { name } of await entriesOf(folder)) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
    }
  }

  async put(key: string, data: Buffer): Promise<void> {
    const path = this.pathOf(key);
    const incoming = join(this.root, incomingFolder, randomUUID());
    await mkdir(dirname(incoming), { recursive: true });
    try {
      await writeFile(incoming, data, { flag: 'wx', flush: true });
      await this.move(incoming, path);
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const handle = await open(this.pathOf(key), 'r').catch((error: unknown) => {
      throw isAbsence(error) ? new MissingFileError(key, { cause: error }) : error;
    });
    try {
      const found = await handle.stat();
      if (!found.isFile() || (range && found.size <= range.end)) throw new MissingFileError(key);
      return handle.createReadStream(range);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    const path = this.pathOf(key);
    try {
      await unlink(path);
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
    await this.prune(dirname(path));
  }

  async *list(prefix: string): AsyncIterable<string> {
    for (const entry of await entriesOf(this.pathOf(prefix))) {
      const key = `${prefix}/${entry.name}`;
      // What an operating system leaves in a folder is none of ours.
      if (!isStorageKey(key)) continue;
      if (entry.isDirectory()) yield* this.list(key);
      else yield key;
    }
  }

  private pathOf(key: string): string {
    return join(this.root, checkStorageKey(key));
  }

  private async move(incoming: string, path: string): Promise<void> {
    const folder = dirname(path);
    for (let attempt = 1; ; attempt += 1) {
      const firstMade = await mkdir(folder, { recursive: true });
      try {
        await rename(incoming, path);
        await this.syncFolders(folder, firstMade ? dirname(firstMade) : folder);
        return;
      } catch (error) {
        // Somebody may have pruned the folder between the two.
        if (!isAbsence(error) || attempt === moves) throw error;
      }
    }
  }

  private async syncFolders(folder: string, top: string): Promise<void> {
    await syncFolder(folder);
    if (folder !== top) await this.syncFolders(dirname(folder), top);
  }

  /** Removes folders that became empty, from the innermost up. */
  private async prune(folder: string): Promise<void> {
    if (folder === this.root) return;
    try {
      await rmdir(folder);
    } catch {
      return; // not empty, which is how most of these end
    }
    await this.prune(dirname(folder));
  }
}
