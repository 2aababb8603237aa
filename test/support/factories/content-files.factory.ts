import { randomUUID } from 'node:crypto';
import type { ContentItem } from '../../../src/content/content-item.entity.js';
import { Clock } from '../../../src/common/clock.js';
import { ImagesService, type Output, type StoredOutput } from '../../../src/images/images.service.js';
import { createLogger } from '../../../src/logging/logger.js';
import { FileStorage } from '../../../src/storage/file-storage.js';
import type { TestApp } from '../test-app.js';
import { createContent } from './content.factory.js';

/** Stores content with files, as a worker leaves it. */
export async function createContentWithFiles(
  { app, config, dataSource }: TestApp,
  overrides: Parameters<typeof createContent>[1],
  outputs: readonly Output[],
): Promise<{ content: ContentItem; stored: StoredOutput[] }> {
  const images = new ImagesService(
    app.get(FileStorage),
    dataSource,
    app.get(Clock),
    config,
    createLogger(config),
  );
  const content = await createContent(dataSource, overrides);
  const stored = await images.store(randomUUID(), randomUUID(), outputs);
  await dataSource.transaction((manager) => images.attach(content.id, stored, manager));
  return { content, stored };
}
