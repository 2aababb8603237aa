import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DomainError, EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import { AppConfig } from '../config/app-config.js';
import { ContentService } from '../content/content.service.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { LOGGER } from '../logging/logger.token.js';
import { type ByteRange, FileStorage } from '../storage/file-storage.js';
import { MissingFileError } from '../storage/missing-file.error.js';
import { findFile, originalVariant, type ServedRow } from './content-files.queries.js';
import type { ImageQuery } from './image-query.dto.js';
import type { ServedFile } from './serve-file.js';

/** A name to save the file under, made of nothing a caller wrote. */
function nameFile(contentId: number, index: number, { storageKey, variant }: ServedRow): string {
  const place = index === 0 ? '' : `-${index}`;
  const size = variant === originalVariant ? '' : `-${variant}`;
  return `content-${contentId}${place}${size}${storageKey.slice(storageKey.lastIndexOf('.'))}`;
}

/** Finds the files of content for those who may see it. */
@Injectable()
export class ImageFilesService {
  constructor(
    private readonly content: ContentService,
    private readonly storage: FileStorage,
    private readonly statements: PreparedStatements,
    private readonly config: AppConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws EntityNotFoundError, DomainError NOT_FOUND for content without such a file, ValidationError */
  async get(contentId: number, query: ImageQuery, callerId?: string): Promise<ServedFile> {
    const { thumbnail, index } = query;
    const request = { contentId, position: index, variants: this.variantsFor(thumbnail) };
    const found = await findFile(this.statements, request);
    if (!found || this.content.isHiddenFrom(callerId, found))
      throw new EntityNotFoundError('Content', contentId);
    if (found.storageKey === null) {
      const what = thumbnail === false ? 'file' : 'thumbnail';
      throw new DomainError(
        'NOT_FOUND',
        `Content with id ${contentId} has no such ${what} at index ${index}`,
      );
    }
    return {
      mediaType: found.mediaType,
      sizeBytes: found.sizeBytes,
      tag: `"${found.sha256.toString('base64url')}"`,
      filename: nameFile(contentId, index, found),
      isPrivate: found.isPrivate,
      isLasting: thumbnail !== true,
      isHiding: this.config.get('content.hide-others-private'),
      patienceMs: this.config.get('api-stalled-seconds') * 1000,
      open: (range) => this.open(contentId, found.storageKey, range),
    };
  }

  /** The standard size may have been another when the content was made: any other is better than none. */
  private variantsFor(thumbnail: boolean | string): readonly string[] {
    if (thumbnail === false) return [originalVariant];
    const sizes = this.config.get('images.thumbnail-sizes');
    if (thumbnail === true) return sizes;
    if (sizes.includes(thumbnail)) return [thumbnail];
    throw new ValidationError(`thumbnail must be true, false or one of ${sizes.join(', ')}`, 'thumbnail');
  }

  private async open(contentId: number, key: string, range: ByteRange): Promise<Readable> {
    try {
      const stream = await this.storage.read(key, range);
      return stream.once('error', (err) => {
        this.logger.error({ err, storage_key: key }, 'file could not be read');
      });
    } catch (error) {
      if (!(error instanceof MissingFileError)) throw error;
      this.logger.error({ err: error, storage_key: key }, 'file of content is missing');
      throw new DomainError('NOT_FOUND', `The file of content with id ${contentId} is missing`);
    }
  }
}
