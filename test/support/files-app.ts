import type { SettingValues } from '../../src/config/config.schema.js';
import { createTestApp, type TestApp } from './test-app.js';
import { createTestStorage, type TestStorage } from './test-storage.js';

/** The whole API with a storage of its own, and the errors it has logged. */
export interface FilesApp {
  readonly test: TestApp;
  readonly storage: TestStorage;
  readonly errors: Record<string, unknown>[];
  close(): Promise<void>;
}

export async function createFilesApp(values: Partial<SettingValues> = {}): Promise<FilesApp> {
  const errors: Record<string, unknown>[] = [];
  const write = (line: string): void => void errors.push(JSON.parse(line) as Record<string, unknown>);
  const storage = await createTestStorage();
  const settings = { 'storage-dir': storage.folder, 'log-level': 'error', ...values } as const;
  const test = await createTestApp(settings, { log: { write } });
  const close = async (): Promise<void> => {
    await test.close();
    await storage.remove();
  };
  return { test, storage, errors, close };
}
