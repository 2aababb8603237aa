import { Module } from '@nestjs/common';
import { ContentModule } from '../content/content.module.js';
import { StorageModule } from '../storage/storage.module.js';
import { ImageFilesService } from './image-files.service.js';
import { ImagesController } from './images.controller.js';

/** Serves the files of content. */
@Module({
  imports: [ContentModule, StorageModule],
  controllers: [ImagesController],
  providers: [ImageFilesService],
})
export class ImagesModule {}
