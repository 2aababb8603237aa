import { once } from 'node:events';
import type { ReadStream } from 'node:fs';
import { get as request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { FileStorage } from '../../../src/storage/file-storage.js';
import { expectError } from '../../support/expect-error.js';
import { createContentWithFiles } from '../../support/factories/content-files.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createFilesApp, type FilesApp } from '../../support/files-app.js';
import { picture } from '../../support/pictures.js';
import type { TestApp } from '../../support/test-app.js';

/** Far more than sockets hold between the two ends. */
const large = 64 * 1024 * 1024;

describe('the delivery of a large file', () => {
  const opened: { key: string; stream: ReadStream }[] = [];
  let test: TestApp;
  let files: FilesApp;
  let url: string;
  let creatorId: string;

  beforeAll(async () => {
    files = await createFilesApp();
    ({ test } = files);
    ({ id: creatorId } = await createUser(test.dataSource));
    const outputs = [{ mediaType: 'video/mp4', data: Buffer.alloc(large, 7) }];
    const { content } = await createContentWithFiles(test, { creatorId }, outputs);
    url = `${test.url}/api/v1/images/${content.id}`;
    const storage = test.app.get(FileStorage);
    const read = storage.read.bind(storage);
    storage.read = async (...args) => {
      const stream = (await read(...args)) as ReadStream;
      opened.push({ key: args[0], stream });
      return stream;
    };
  });
  afterAll(() => files.close());
  beforeEach(() => {
    files.errors.length = 0;
    opened.length = 0;
  });

  const start = async (headers: Record<string, string> = {}): Promise<IncomingMessage> => {
    const [response] = (await once(request(url, { headers }), 'response')) as [IncomingMessage];
    return response;
  };
  const allClosed = async (): Promise<void> => {
    for (const { stream } of opened) if (!stream.closed) await once(stream, 'close');
  };

  it('sends it as it is read, and closes it at the end', async () => {
    const response = await start();
    expect(Number(response.headers['content-length'])).toBe(large);
    expect((await buffer(response)).length).toBe(large);
    await allClosed();
    expect(opened[0]!.stream.bytesRead).toBe(large);
  });

  it('closes the file of a caller who goes away, having read little of it', async () => {
    const response = await start();
    await once(response, 'readable');
    response.destroy();
    await allClosed();
    expect(opened[0]!.stream.bytesRead).toBeLessThan(large);
    expect(files.errors).toEqual([]);
  });

  it('answers requests sent ahead one after the other, with one file open at a time', async () => {
    const { port, pathname } = new URL(url);
    const head = `GET ${pathname} HTTP/1.1\r\nHost: x\r\n`;
    const part = `${head}Range: bytes=0-9\r\n\r\n`;
    const patient = connect(Number(port), '127.0.0.1');
    patient.write(`${part.repeat(3)}${part.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`);
    expect((await text(patient)).match(/HTTP\/1.1 206/g)).toHaveLength(4);

    opened.length = 0;
    const leaving = connect(Number(port), '127.0.0.1');
    leaving.write(`${head}\r\n`.repeat(30));
    await once(leaving, 'readable');
    expect((await buffer(await start({ Range: 'bytes=0-9' }))).length).toBe(10);
    expect(opened).toHaveLength(2);
    leaving.destroy();
    await allClosed();
    expect(files.errors).toEqual([]);
  });

  it('reads nothing for HEAD and opens nothing for 304', async () => {
    const outputs = [{ mediaType: 'audio/ogg', data: Buffer.from('a sound') }];
    const { content, stored } = await createContentWithFiles(test, { creatorId }, outputs);
    const ofSound = (): number[] =>
      opened.filter(({ key }) => key === stored[0]!.storageKey).map(({ stream }) => stream.bytesRead);
    const path = `/api/v1/images/${content.id}`;
    const { headers } = await test.http.head(path);
    await allClosed();
    expect(ofSound()).toEqual([0]);
    await test.http.get(path).set('If-None-Match', headers.etag!).expect(304);
    expect(ofSound()).toEqual([0]);
  });

  it('breaks the connection off, and tells the operator, where reading fails half-way', async () => {
    const storage = test.app.get(FileStorage);
    const { read } = storage;
    storage.read = async () => {
      await Promise.resolve();
      return Readable.from(
        (function* () {
          yield Buffer.alloc(1000);
          throw new Error('input/output error');
        })(),
      );
    };
    try {
      const response = await start();
      await expect(buffer(response)).rejects.toThrow('aborted');
      expect(files.errors).toMatchObject([{ level: 50, msg: 'file could not be read' }]);
    } finally {
      storage.read = read;
    }
  });

  // Last: what is left of its requests may come at any time.
  it('closes the files of callers who go away before they are answered', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        await once(socket, 'connect');
        socket.write(`GET ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
        socket.destroy();
      }),
    );
    // Served after all of those.
    expect((await buffer(await start({ Range: 'bytes=0-9' }))).length).toBe(10);
    await allClosed();
    expect(files.errors).toEqual([]);
  });
});

describe('a caller who stops taking the file he asked for', () => {
  it('is dropped after a while, and the file is closed', async () => {
    const files = await createFilesApp({ 'api-stalled-seconds': 1 });
    const { id: creatorId } = await createUser(files.test.dataSource);
    const outputs = [{ mediaType: 'video/mp4', data: Buffer.alloc(large, 7) }];
    const { content } = await createContentWithFiles(files.test, { creatorId }, outputs);
    const storage = files.test.app.get(FileStorage);
    const read = storage.read.bind(storage);
    let stream: Readable | undefined;
    storage.read = async (...args) => (stream = await read(...args));

    const asked = request(`${files.test.url}/api/v1/images/${content.id}`);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    await once(stream!, 'close');
    await expect(buffer(response)).rejects.toThrow('aborted');
    expect(files.errors).toEqual([]);
    await files.close();
  });
});

describe('the files of private content', () => {
  let test: TestApp;
  let files: FilesApp;
  let owner: string;
  let path: string;
  let isHiding: boolean;

  const setUp = async (hides: boolean): Promise<void> => {
    isHiding = hides;
    files = await createFilesApp({ 'content.hide-others-private': hides });
    ({ test } = files);
    ({ id: owner } = await createUser(test.dataSource));
    const outputs = [{ mediaType: 'image/png', data: await picture(8, 8) }];
    const { content } = await createContentWithFiles(test, { creatorId: owner, isPrivate: true }, outputs);
    path = `/api/v1/images/${content.id}`;
  };
  afterEach(() => files.close());

  const isShown = async (query = '', headers: Record<string, string> = {}): Promise<boolean> => {
    const response = await test.http.get(`${path}${query}`).set(headers);
    if (response.status === 404) expectError(response, 404, 'NOT_FOUND');
    else expect(response.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(/X-User-ID/.test(response.headers['vary'] ?? '')).toBe(response.status === 200 && isHiding);
    return response.status === 200;
  };

  it('are kept by their readers alone', async () => {
    await setUp(false);
    expect(await isShown()).toBe(true);
    const thumbnail = await test.http.get(`${path}?thumbnail=true`);
    expect(thumbnail.headers['cache-control']).toBe('private, no-cache');
  });

  it('are hidden from everybody else, where private content is', async () => {
    await setUp(true);
    const other = await createUser(test.dataSource);
    expect([await isShown(), await isShown('?thumbnail=true', { 'X-User-ID': other.id })]).toEqual([
      false,
      false,
    ]);
    expect([await isShown('', { 'X-User-ID': owner }), await isShown(`?user_id=${owner}`)]).toEqual([
      true,
      true,
    ]);
    const hidden = await test.http.get(path).set('If-None-Match', '*');
    const absent = await test.http.get('/api/v1/images/999999');
    expect(hidden.status).toBe(404);
    expect(hidden.body.detail.replace(/\d+/, '')).toBe(absent.body.detail.replace(/\d+/, ''));
  });
});
