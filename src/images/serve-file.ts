import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { DomainError } from '../common/errors/domain.error.js';
import { matchesWeakly, parseEntityTags } from '../common/http/entity-tag.js';
import type { ByteRange } from '../storage/file-storage.js';
import { readByteRange } from './byte-range.js';

/** A file whose bytes never change, ready to be sent. */
export interface ServedFile {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Strong entity tag. */
  readonly tag: string;
  /** ASCII without quotes. */
  readonly filename: string;
  /** Kept by its reader alone, not by caches on the way. */
  readonly isPrivate: boolean;
  open(range: ByteRange): Promise<Readable>;
}

/** Opened on its own a file shows itself and loads nothing else, whatever its bytes say. */
const contentPolicy =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/** The headers 200 and 304 share. */
function describeVersion(response: Response, { tag, isPrivate }: ServedFile): void {
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', `${isPrivate ? 'private' : 'public'}, max-age=31536000, immutable`);
}

function describeBody(response: Response, file: ServedFile, { start, end }: ByteRange): void {
  response.setHeader('Content-Type', file.mediaType);
  response.setHeader('Content-Length', end - start + 1);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Disposition', `inline; filename="${file.filename}"`);
  response.setHeader('Content-Security-Policy', contentPolicy);
  // Front ends of other origins show pictures in <img>, which asks no permission of CORS.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

function isKnownToCaller({ headers }: Request, tag: string): boolean {
  const tags = parseEntityTags(headers['if-none-match'] ?? '');
  return tags !== undefined && matchesWeakly(tags, tag);
}

/** The part the caller asks for, if it asks for a part of this very version. */
function partOf(
  { method, headers }: Request,
  { tag, sizeBytes }: ServedFile,
): ReturnType<typeof readByteRange> {
  const { range } = headers;
  const ifRange = headers['if-range'];
  if (range === undefined || method !== 'GET' || (ifRange !== undefined && ifRange !== tag)) return undefined;
  return readByteRange(range, sizeBytes);
}

/**
 * Waits until the requests before this one on its connection are answered, lest those a caller sends ahead each hold a
 * file open. If the connection ends first their turn never comes.
 */
async function turnOf(response: Response): Promise<void> {
  if (response.socket === null && !response.destroyed) await once(response, 'socket');
}

/** Neither end outlives the other. */
function send(stream: Readable, response: Response): void {
  if (response.destroyed) {
    stream.destroy();
    return;
  }
  response.once('close', () => stream.destroy());
  stream.once('error', () => response.destroy());
  stream.pipe(response);
}

/**
 * Answers a request with a file or the part of it that is asked for (RFC 9110 §13 and §14), as a stream. Headers that
 * let an answer be kept are set last, so that no error carries them.
 * @throws DomainError RANGE_NOT_SATISFIABLE, and whatever opening the file throws
 */
export async function serveFile(request: Request, response: Response, file: ServedFile): Promise<void> {
  if (isKnownToCaller(request, file.tag)) {
    describeVersion(response, file);
    response.status(304).end();
    return;
  }
  const part = partOf(request, file);
  if (part === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.sizeBytes}`);
    throw new DomainError(
      'RANGE_NOT_SATISFIABLE',
      `The file has ${file.sizeBytes} bytes; the range has none of them`,
    );
  }
  const bytes = part ?? { start: 0, end: file.sizeBytes - 1 };
  await turnOf(response);
  if (response.destroyed) return;
  const stream = await file.open(bytes);
  describeVersion(response, file);
  describeBody(response, file, bytes);
  if (part)
    response.status(206).setHeader('Content-Range', `bytes ${part.start}-${part.end}/${file.sizeBytes}`);
  if (request.method === 'HEAD') {
    stream.destroy();
    response.end();
  } else send(stream, response);
}
