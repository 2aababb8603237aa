import type { Response } from 'express';
import { entityTag, entityTagOf } from './entity-tag.js';

/** A body made once, perhaps for many answers: its bytes and their entity tag. */
export interface PreparedJson {
  readonly bytes: Buffer;
  readonly tag: string;
}

export function prepareJson(text: string): PreparedJson {
  const bytes = Buffer.from(text);
  return { bytes, tag: entityTag(bytes) };
}

/** The same of a body of one answer, which may have volatile fields. */
export function prepareRepresentation(representation: object): PreparedJson {
  const bytes = Buffer.from(JSON.stringify(representation));
  return { bytes, tag: entityTagOf(representation, bytes) };
}

/**
 * Answers with the representation of a resource. A cache may keep it if it asks each time whether it still holds;
 * Express's own `send` turns If-None-Match into 304. What PUT answers is for its sender alone.
 */
export function sendPrepared(response: Response, { bytes, tag }: PreparedJson): void {
  response.setHeader('ETag', tag);
  if (response.req.method !== 'PUT') response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.send(bytes);
}
