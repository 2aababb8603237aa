import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { exampleEntityTag } from '../common/http/entity-tag.js';
import { fileExtensions } from './media-types.js';

type Headers = NonNullable<Parameters<typeof ApiResponse>[0]['headers']>;

const text = (description: string, example: string): Headers[string] => ({
  description,
  schema: { type: 'string' },
  example,
});

const versionHeaders = {
  ETag: text('Tells versions apart, for `If-None-Match` and `If-Range`', exampleEntityTag),
  'Cache-Control': text(
    'The bytes of the original, and of a size that is named, never change under their address. Which thumbnail `true` stands for is a setting: `public, max-age=3600`, or `private, no-cache`. Files of private content are kept by their reader alone',
    'public, max-age=31536000, immutable',
  ),
  Vary: text(
    'Where private content is hidden from others, the headers that tell the caller',
    'X-User-ID, X-UserID',
  ),
};

const bodyHeaders = {
  ...versionHeaders,
  'Accept-Ranges': text('Parts can be asked for', 'bytes'),
  'Content-Disposition': text('A name to save it under', 'inline; filename="content-3000001.png"'),
};

const content = Object.fromEntries(
  Object.keys(fileExtensions).map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
);

/** Documents an answer that is a file, whole or in part. */
export function ApiFileAnswer(): MethodDecorator {
  const partHeaders = { ...bodyHeaders, 'Content-Range': text('Which part it is', 'bytes 0-1023/151043') };
  return applyDecorators(
    ApiHeader({
      name: 'Range',
      description: 'One range of bytes; several, and other units, are answered with the whole file',
      required: false,
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'If-Match',
      description: 'Entity tags of the versions that are wanted; of any other the answer is 412',
      required: false,
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'If-Range',
      description:
        'Entity tag of the version the range is meant of; of any other version the whole file comes',
      required: false,
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 304, description: 'What the caller has still holds', headers: versionHeaders }),
    ApiResponse({ status: 200, description: 'The file', headers: bodyHeaders, content }),
    ApiResponse({
      status: 206,
      description: 'The part of the file asked for',
      headers: partHeaders,
      content,
    }),
  );
}
