// Filters and members that several requests about content share, each stated once.
import { EnumField, TextListField, UuidField } from '../common/http/fields.decorators.js';
import { readTagName } from '../tags/tag-name.js';
import type { TagMatch } from './content-filter.js';
import { contentTypes } from './content-kind.js';

export function ContentTypeField(options: { optional?: boolean } = {}): PropertyDecorator {
  return EnumField({ description: 'Kind of content', name: 'ContentType', values: contentTypes, ...options });
}

export function CreatorFilterField(): PropertyDecorator {
  return UuidField({ description: 'Who made it', optional: true });
}

/** Tags to filter by, as a query string repeats them. */
export function TagFilterField(
  description = 'Tags by id, name or slug; repeat the parameter',
): PropertyDecorator {
  return TextListField({ description, optional: true, query: true, item: readTagName, maxItems: 100 });
}

type TagMatchOptions = Partial<Parameters<typeof EnumField<TagMatch>>[0]> & { default: TagMatch };

export function TagMatchField(options: TagMatchOptions): PropertyDecorator {
  return EnumField<TagMatch>({
    description: 'Whether one of the tags is enough or all are needed',
    name: 'TagMatch',
    values: ['any', 'all'],
    ignoreCase: true,
    ...options,
  });
}
