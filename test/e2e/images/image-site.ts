import { createHash } from 'node:crypto';
import type { Response, Test } from 'supertest';
import type { StoredOutput } from '../../../src/images/images.service.js';
import { createContentWithFiles } from '../../support/factories/content-files.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createFilesApp, type FilesApp } from '../../support/files-app.js';
import { picture } from '../../support/pictures.js';

export const forever = 'max-age=31536000, immutable';

export const bytesOf = ({ body }: Response): Buffer => body as Buffer;
export const tag = (data: Buffer): string => `"${createHash('sha256').update(data).digest('base64url')}"`;

/** An API with content that has two files: a tall PNG, and a small JPEG that was told to be a PNG. */
export class ImageSite {
  private constructor(
    readonly files: FilesApp,
    readonly creatorId: string,
    readonly png: Buffer,
    readonly id: number,
    readonly stored: StoredOutput[],
  ) {}

  static async open(): Promise<ImageSite> {
    const files = await createFilesApp();
    const { id: creatorId } = await createUser(files.test.dataSource);
    const png = await picture(300, 600);
    const second = await picture(20, 10, 'jpeg');
    const outputs = [png, second].map((data) => ({ mediaType: 'image/png', data }));
    const { content, stored } = await createContentWithFiles(files.test, { creatorId }, outputs);
    return new ImageSite(files, creatorId, png, content.id, stored);
  }

  /** Asks for an image, whose bytes are collected. */
  readonly get = (path: number | string, headers: Record<string, string> = {}): Test =>
    this.files.test.http.get(`/api/v1/images/${path}`).set(headers).buffer(true);

  close(): Promise<void> {
    return this.files.close();
  }
}
