import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { DomainError } from '../common/errors/domain.error.js';
import { callerHeaders } from '../common/http/caller.js';
import { matchesStrongly, matchesWeakly, parseEntityTags } from '../common/http/entity-tag.js';
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
  /** Its address is that of this very file for good; else settings choose the file, and may come to choose another. */
  readonly isLasting: boolean;
  /** Some callers are told that there is none. */
  readonly isHiding: boolean;
  /** How long its reader may take nothing of it. */
  readonly patienceMs: number;
  open(range: ByteRange): Promise<Readable>;
}

/** Opened on its own a file shows itself and loads nothing else, whatever its bytes say. */
const contentPolicy =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

function cachingOf({ isLasting, isPrivate }: ServedFile): string {
  if (isLasting) return `${isPrivate ? 'private' : 'public'}, max-age=31536000, immutable`;
  return isPrivate ? 'private, no-cache' : 'public, max-age=3600';
}

/** The headers 200 and 304 share: those of a 304 take the place of what a cache has kept (RFC 9111 §3.2). */
function describeVersion(response: Response, file: ServedFile): void {
  response.setHeader('ETag', file.tag);
  response.setHeader('Cache-Control', cachingOf(file));
  response.setHeader('Content-Security-Policy', contentPolicy);
  // Front ends of other origins show pictures in <img>, which asks no permission of CORS.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (file.isHiding) response.vary(callerHeaders.join(', '));
}

function describeBody(response: Response, file: ServedFile, { start, end }: ByteRange): void {
  response.setHeader('Content-Type', file.mediaType);
  response.setHeader('Content-Length', end - start + 1);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Disposition', `inline; filename="${file.filename}"`);
}

/** What cannot be read matches nothing. @throws DomainError PRECONDITION_FAILED */
function checkIfMatch({ headers }: Request, tag: string): void {
  const header = headers['if-match'];
  if (header === undefined || matchesStrongly(parseEntityTags(header) ?? [], tag)) return;
  throw new DomainError('PRECONDITION_FAILED', 'The file is not the version the request is meant for');
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

/** Neither end outlives the other, nor the patience with a reader that takes nothing. */
function send(stream: Readable, response: Response, patienceMs: number): void {
  if (response.destroyed) {
    stream.destroy();
    return;
  }
  response.once('close', () => stream.destroy());
  stream.once('error', () => response.destroy());
  response.setTimeout(patienceMs); // of silence, after which Node ends a connection nobody else does
  stream.pipe(response);
}

/**
 * Answers a request with a file or the part of it that is asked for (RFC 9110 §13 and §14), as a stream. Headers that
 * let an answer be kept are set last, so that no error carries them.
 * @throws DomainError PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE, and whatever opening the file throws
 */
export async function serveFile(request: Request, response: Response, file: ServedFile): Promise<void> {
  checkIfMatch(request, file.tag);
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
  } else send(stream, response, file.patienceMs);
}
