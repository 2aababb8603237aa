import { Module } from '@nestjs/common';
import { StorageModule } from '../storage/storage.module.js';
import { ImagesService } from './images.service.js';

/** Lets a worker process keep what generations make; apart from ImagesModule, so that the API loads no image codecs. */
@Module({ imports: [StorageModule], providers: [ImagesService], exports: [ImagesService] })
export class ImagesWorkerModule {}
