import { ValidationError } from '../common/errors/domain.error.js';
import { type JsonObject, JsonObjectField, TextListField } from '../common/http/fields.decorators.js';
import { contentTypes } from '../content/content-kind.js';

/** Preferences to merge: under `preferences`, or flat with the three keys early clients send. */
export class UpdatePreferencesDto {
  @JsonObjectField({
    description: 'Members to set; those absent stay. Nested objects are replaced, not merged.',
    optional: true,
    example: { theme: 'dark', language: 'en' },
  })
  preferences?: JsonObject;

  @TextListField({ description: 'Flat form: genres the user likes', optional: true, example: ['fantasy'] })
  favorite_genres?: string[];

  @TextListField({
    description: 'Flat form: kinds of content the user likes',
    optional: true,
    itemEnum: contentTypes,
    example: ['image'],
  })
  content_types?: string[];

  @JsonObjectField({
    description: 'Flat form: settings of the front end',
    optional: true,
    example: { theme: 'dark' },
  })
  settings?: JsonObject;

  /** @throws ValidationError when neither form was sent */
  toPatch(): JsonObject {
    if (this.preferences) return this.preferences;
    const flat = {
      favorite_genres: this.favorite_genres,
      content_types: this.content_types,
      settings: this.settings,
    };
    const present = Object.entries(flat).filter(([, value]) => value !== undefined);
    if (present.length === 0) throw new ValidationError('preferences is required', 'preferences');
    return Object.fromEntries(present);
  }
}
