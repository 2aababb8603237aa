import { readInput, refusal } from '../../../test/support/read-input.js';
import { type JsonObject, JsonObjectField, TextField, TextListField } from './fields.decorators.js';

class CreateDto {
  @TextField({ description: 'Title', minLength: 2, maxLength: 5, trim: true })
  title!: string;

  @JsonObjectField({ description: 'Metadata', default: {} })
  metadata!: JsonObject;

  @TextListField({ description: 'Kinds', default: [], itemEnum: ['text', 'image'] })
  kinds!: string[];
}

const body = (input: unknown): CreateDto => readInput(CreateDto, 'body', input);

describe('body fields', () => {
  it('are trimmed, defaulted, and rid of unknown members', () => {
    const dto = body({ title: '  abc ', extra: { deep: [1] }, kinds: ['text', 'text'] });
    expect({ ...dto }).toEqual({ title: 'abc', metadata: {}, kinds: ['text'] });
  });

  it('take null for absent', () => {
    expect(body({ title: 'abc', metadata: null, kinds: null })).toMatchObject({ metadata: {}, kinds: [] });
    expect(refusal(() => body({ title: null })).message).toBe('title is required');
  });

  it('share no default between two inputs', () => {
    body({ title: 'abc' }).kinds.push('text');
    expect(body({ title: 'abc' }).kinds).toEqual([]);
  });

  it('count characters, not UTF-16 units', () => {
    expect(body({ title: '🎨🎨🎨🎨🎨' }).title).toBe('🎨🎨🎨🎨🎨');
    expect(refusal(() => body({ title: '🎨' })).message).toBe('title must have at least 2 characters');
    expect(refusal(() => body({ title: '  ' })).message).toBe('title must not be blank');
  });

  it('hand objects over as they came, whatever their members are called', () => {
    const metadata = {
      constructor: 1,
      then: 'x',
      toString: null,
      nested: { constructor: { name: 'x' }, 'a.b': [] },
    };
    expect(body({ title: 'abc', metadata, unknown: { constructor: 'x' } }).metadata).toEqual(metadata);
  });

  it.each([
    [{ title: 12345 }, 'title must be a text', 'title'],
    [{ title: ['abc'] }, 'title must be a text', 'title'],
    [{ title: 'abc', metadata: [] }, 'metadata must be an object', 'metadata'],
    [{ title: 'abc', metadata: 'x' }, 'metadata must be an object', 'metadata'],
    [{ title: 'abc', kinds: 'text' }, 'kinds must be a list', 'kinds'],
    [{ title: 'abc', kinds: [1] }, 'kinds must be a list of texts', 'kinds'],
    [{ title: 'abc', kinds: ['sculpture'] }, 'kinds must be among text, image', 'kinds'],
    [{}, 'title is required', 'title'],
    [undefined, 'title is required', 'title'],
    [[], 'The body must be a JSON object', 'body'],
    ['text', 'The body must be a JSON object', 'body'],
  ])('refuse %j: %s', (input, message, field) => {
    expect(refusal(() => body(input))).toEqual({ code: 'VALIDATION_ERROR', message, fields: [field] });
  });
});
