import { resolve } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { dataDirectory } from '../config/data-dir.js';
import { FileStorage } from './file-storage.js';
import { FolderStorage } from './folder-storage.js';

function createStorage(config: AppConfig): FileStorage {
  return new FolderStorage(resolve(dataDirectory(), config.get('storage-dir')));
}

/** Gives every module the one place generated files are kept in. */
@Global()
@Module({
  providers: [{ provide: FileStorage, useFactory: createStorage, inject: [AppConfig] }],
  exports: [FileStorage],
})
export class StorageModule {}
