import { Field, type Reading } from '../common/http/field.decorator.js';
import { IntField, toBoolean } from '../common/http/fields.decorators.js';
import { largestInteger } from '../common/largest-integer.js';

/** Which sizes there are is a setting, so a text is looked at later. */
function readThumbnail(raw: unknown, name: string): Reading<boolean | string> {
  const value = toBoolean(raw) ?? raw;
  if (typeof value === 'boolean' || typeof value === 'string') return { value };
  return { problem: `${name} must be true, false or one size` };
}

/** Which file of content is meant. */
export class ImageQuery {
  @Field(
    readThumbnail,
    { type: 'string', default: 'false' },
    {
      description:
        '`true` for the standard thumbnail, or a size of setting `images.thumbnail-sizes`; the file as it was generated unless sent',
      example: '512x768',
      default: false,
    },
  )
  thumbnail!: boolean | string;

  @IntField({ description: 'Place in the batch, from 0', min: 0, max: largestInteger, default: 0 })
  index!: number;
}
