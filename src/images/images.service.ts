import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { dayMs, hourMs } from '../common/durations.js';
import { AppConfig } from '../config/app-config.js';
import { LOGGER } from '../logging/logger.token.js';
import { FileStorage } from '../storage/file-storage.js';
import { insertFiles } from './content-files.queries.js';
import {
  lockDeletions,
  lockDueDeletions,
  removeDeletions,
  scheduleDeletions,
} from './file-deletions.queries.js';
import { type Output, type PreparedOutput, prepareOutput } from './prepare-output.js';
import type { StoredOutput } from './stored-output.js';

export { InvalidOutputError } from './invalid-output.error.js';
export type { Output } from './prepare-output.js';
export { type StoredFile, type StoredOutput, thumbnailPaths } from './stored-output.js';

/** Longer than any attempt takes from its first file to the end of its job. */
const unattachedForMs = dayMs;

/** After which the deletion of a file that failed is tried again. */
const retryAfterMs = hourMs;

const mostAtOnce = 100;

/** Everything of a job is in one folder; the level above keeps the folders of a million jobs apart. */
function folderOf(jobUuid: string): string {
  return `generated/${jobUuid.slice(0, 2)}/${jobUuid}`;
}

function keysOf(outputs: readonly StoredOutput[]): string[] {
  return outputs
    .flatMap((output) => [output, ...Object.values(output.thumbnails)])
    .map((file) => file.storageKey);
}

/** Keeps the files that generations make, from the worker that has them to the deletion of their content. */
@Injectable()
export class ImagesService {
  constructor(
    private readonly storage: FileStorage,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Writes the images, videos and sounds an attempt has made, with thumbnails of images; text has no file, so it is not
   * for here. The files stay for good once `attach` is committed, and go by themselves after a day otherwise.
   * @throws InvalidOutputError with nothing written
   */
  async store(jobUuid: string, attemptToken: string, outputs: readonly Output[]): Promise<StoredOutput[]> {
    const sizes = this.config.get('images.thumbnail-sizes');
    const prepared: PreparedOutput[] = [];
    for (const [position, output] of outputs.entries()) {
      prepared.push(await prepareOutput(output, `${folderOf(jobUuid)}/${attemptToken}/${position}`, sizes));
    }
    const stored = prepared.map((output) => output.stored);
    const dueAt = new Date(this.clock.now().getTime() + unattachedForMs);
    await scheduleDeletions(this.dataSource, keysOf(stored), dueAt);
    for (const { files } of prepared) {
      await Promise.all([...files].map(([key, data]) => this.storage.put(key, data)));
    }
    return stored;
  }

  /** Gives stored files to content, within the caller's transaction; their order is that of the batch. */
  async attach(contentId: number, stored: readonly StoredOutput[], manager: EntityManager): Promise<void> {
    const keys = keysOf(stored);
    const found = await removeDeletions(manager, keys);
    if (found !== keys.length)
      throw new Error(`files for content ${contentId} were attached or deleted before`);
    await insertFiles(manager, contentId, stored);
  }

  /** Deletes the files of a job that no content has, but for those of one attempt: other attempts must have ended. */
  async discard(jobUuid: string, keepAttempt?: string): Promise<void> {
    const folder = folderOf(jobUuid);
    const kept = keepAttempt === undefined ? undefined : `${folder}/${keepAttempt}/`;
    await this.deleteUnattached(folder, (key) => kept !== undefined && key.startsWith(kept));
  }

  /** Deletes the files of an attempt that lost its job; those of other attempts are not its business. */
  async discardAttempt(jobUuid: string, attemptToken: string): Promise<void> {
    await this.deleteUnattached(`${folderOf(jobUuid)}/${attemptToken}`, () => false);
  }

  /**
   * Deletes the files whose content is gone or never came to be, and answers how many; also what writers that died left
   * unfinished. Any number of calls share the work.
   */
  async deleteUnreferenced(): Promise<number> {
    await this.storage.tidy();
    for (let total = 0; ;) {
      const { due, deleted } = await this.dataSource.transaction((manager) => this.deleteDue(manager));
      total += deleted;
      if (due < mostAtOnce) return total;
    }
  }

  /** The journal forgets a file only after it is gone, so a crash between the two repeats a deletion and skips none. */
  private async deleteDue(manager: EntityManager): Promise<{ due: number; deleted: number }> {
    const now = this.clock.now();
    const keys = await lockDueDeletions(manager, now, mostAtOnce);
    const outcomes = await Promise.allSettled(keys.map((key) => this.storage.delete(key)));
    const failed = keys.filter((key, index) => {
      const outcome = outcomes[index];
      if (outcome?.status !== 'rejected') return false;
      this.logger.error({ err: outcome.reason as unknown, storage_key: key }, 'file could not be deleted');
      return true;
    });
    await removeDeletions(
      manager,
      keys.filter((key) => !failed.includes(key)),
    );
    await scheduleDeletions(manager, failed, new Date(now.getTime() + retryAfterMs));
    return { due: keys.length, deleted: keys.length - failed.length };
  }

  /** Leaves the journal as it is: should somebody unknown still be writing, what he writes goes when it is due. */
  private async deleteUnattached(folder: string, isKept: (key: string) => boolean): Promise<void> {
    const keys: string[] = [];
    for await (const key of this.storage.list(folder)) if (!isKept(key)) keys.push(key);
    await this.dataSource.transaction(async (manager) => {
      for (const key of await lockDeletions(manager, keys)) await this.storage.delete(key);
    });
  }
}
