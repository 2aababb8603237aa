import fc from 'fast-check';
import { parse } from 'node:querystring';
import { readInput, refusal } from '../../../test/support/read-input.js';
import { DomainError } from '../errors/domain.error.js';
import {
  BoolField,
  EnumField,
  IntField,
  type JsonObject,
  JsonTextField,
  NumberField,
  TextField,
  TextListField,
  UuidField,
} from './fields.decorators.js';

class FilterQuery {
  @IntField({ description: 'Days', optional: true, min: 1, max: 90 })
  days?: number;

  @IntField({
    description: 'Size',
    default: 10,
    min: 1,
    max: 1000,
    tooLarge: 'Size cannot exceed 1000',
    code: 'INVALID_PAGE_SIZE',
  })
  size!: number;

  @NumberField({ description: 'Score', optional: true, min: 0, max: 1 })
  score?: number;

  @BoolField({ description: 'Active', default: false })
  active!: boolean;

  @UuidField({ description: 'User', optional: true })
  user_id?: string;

  @EnumField({
    description: 'Kind',
    name: 'Kind',
    values: ['image_generation', 'text_generation'],
    synonyms: { image: 'image_generation' },
    optional: true,
  })
  kind?: string;

  @EnumField({
    description: 'Match',
    name: 'Match',
    values: ['any', 'all'],
    ignoreCase: true,
    default: 'any',
    code: 'INVALID_FILTER',
    says: (raw) => `Invalid match: ${raw}`,
  })
  match!: string;

  @TextField({
    description: 'Term',
    optional: true,
    aliases: ['q'],
    trim: true,
    blankIsAbsent: true,
    maxLength: 10,
  })
  term?: string;

  @TextField({ description: 'Kinds', optional: true })
  kinds?: string;

  @TextListField({ description: 'Tags', optional: true, query: true, maxItems: 3 })
  tag?: string[];

  @JsonTextField({ description: 'Filter', optional: true })
  filter?: JsonObject;

  @NumberField({ description: 'Stars', optional: true, multipleOf: 0.5 })
  stars?: number;

  @EnumField({ description: 'Sort', name: 'Sort', values: ['a', 'z'], otherwise: 'a', optional: true })
  sort?: string;

  @TextListField({ description: 'Ids', optional: true, query: true, commaSeparated: true })
  ids?: string[];
}

const query = (text: string): FilterQuery => readInput(FilterQuery, 'query', parse(text));

describe('query fields', () => {
  it('give defaults and leave the rest absent', () => {
    expect({ ...query('') }).toEqual({ size: 10, active: false, match: 'any' });
  });

  it.each([
    ['days=7', { days: 7 }],
    ['days=%207%20', { days: 7 }],
    ['days=7.0', { days: 7 }],
    ['days=%2B7', { days: 7 }],
    ['score=.5', { score: 0.5 }],
    ['score=5e-1', { score: 0.5 }],
    ['active=YES', { active: true }],
    ['active=0', { active: false }],
    ['active=Off', { active: false }],
    ['user_id=121E194B-4CAA-4B81-AD4F-86CA3919D5B9', { user_id: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' }],
    ['kind=image', { kind: 'image_generation' }],
    ['kind=text_generation', { kind: 'text_generation' }],
    ['match=ALL', { match: 'all' }],
    ['term=+a+b+', { term: 'a b' }],
    ['q=a', { term: 'a' }],
    ['term=a&q=b', { term: 'a' }],
    ['tag=a', { tag: ['a'] }],
    ['tag=a&tag=b&tag=a', { tag: ['a', 'b'] }],
    ['tag[]=a&tag[]=b', { tag: ['a', 'b'] }],
    ['filter=%7B%22a%22%3A1%7D', { filter: { a: 1 } }],
    ['stars=4.5', { stars: 4.5 }],
    ['sort=z', { sort: 'z' }],
    ['sort=unheard-of', { sort: 'a' }],
    ['ids=a,b&ids=c', { ids: ['a', 'b', 'c'] }],
    ['ids[]=a,b', { ids: ['a', 'b'] }],
    ['unknown=1&constructor=2&days[x]=3', {}],
  ])('read %s', (text, expected) => {
    expect(query(text)).toMatchObject(expected);
    expect(Object.keys(query(text))).not.toContain('unknown');
  });

  // Contract K7: free text and lists as if absent, everything else refused.
  it.each([
    ['term=', { term: undefined }],
    ['term=%20', { term: undefined }],
    ['kinds=', { kinds: '' }],
    ['tag=', { tag: [] }],
  ])('take the empty %s as documented', (text, expected) => {
    expect(query(text)).toMatchObject(expected);
  });

  it.each([
    ['days=', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days=1.5', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days=1e30', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days=0x10', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days=NaN', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days=1&days=2', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days[]=1', 'VALIDATION_ERROR', 'days must be a whole number'],
    ['days=0', 'VALIDATION_ERROR', 'days must be at least 1'],
    ['days=91', 'VALIDATION_ERROR', 'days must be at most 90'],
    ['size=1001', 'INVALID_PAGE_SIZE', 'Size cannot exceed 1000'],
    ['size=', 'INVALID_PAGE_SIZE', 'size must be a whole number'],
    ['score=', 'VALIDATION_ERROR', 'score must be a number'],
    ['score=Infinity', 'VALIDATION_ERROR', 'score must be a number'],
    ['score=1.01', 'VALIDATION_ERROR', 'score must be at most 1'],
    ['stars=3.3', 'VALIDATION_ERROR', 'stars must be a multiple of 0.5'],
    ['active=', 'VALIDATION_ERROR', 'active must be true or false'],
    ['active=2', 'VALIDATION_ERROR', 'active must be true or false'],
    ['active=true&active=true', 'VALIDATION_ERROR', 'active must be true or false'],
    ['user_id=', 'VALIDATION_ERROR', 'user_id must be a UUID'],
    ['user_id=user-123', 'VALIDATION_ERROR', 'user_id must be a UUID'],
    ['kind=', 'VALIDATION_ERROR', 'kind must be one of image_generation, text_generation'],
    ['kind=constructor', 'VALIDATION_ERROR', 'kind must be one of image_generation, text_generation'],
    ['kind[]=image', 'VALIDATION_ERROR', 'kind must be one of image_generation, text_generation'],
    ['match=', 'INVALID_FILTER', 'Invalid match: '],
    ['match=none', 'INVALID_FILTER', 'Invalid match: none'],
    ['term=12345678901', 'VALIDATION_ERROR', 'term must have at most 10 characters'],
    ['term=a&term=b', 'VALIDATION_ERROR', 'term must be a text'],
    ['tag=a&tag=b&tag=c&tag=d', 'VALIDATION_ERROR', 'tag must have at most 3 items'],
    ['filter=', 'VALIDATION_ERROR', 'filter must be a JSON object'],
    ['filter=[1]', 'VALIDATION_ERROR', 'filter must be a JSON object'],
    ['filter=%7B%22a%22%3A1e999%7D', 'VALIDATION_ERROR', 'filter must be a JSON object'],
  ])('refuse %s with %s', (text, code, message) => {
    const field = text.slice(0, text.search(/[[=]/));
    expect(refusal(() => query(text))).toEqual({ code, message, fields: [field] });
  });

  it('report every refused field, under the most telling code', () => {
    expect(refusal(() => query('days=x&size=0&score=9'))).toEqual({
      code: 'INVALID_PAGE_SIZE',
      message: 'size must be at least 1',
      fields: ['days', 'size', 'score'],
    });
  });

  it('read any query string or refuse it as the caller’s mistake', () => {
    const names = fc.constantFrom(
      'days',
      'size',
      'score',
      'active',
      'kind',
      'match',
      'term',
      'tag',
      'tag[]',
      'filter',
    );
    const pairs = fc.array(fc.tuple(fc.oneof(names, fc.string()), fc.string()));
    fc.assert(
      fc.property(pairs, (chosen) => {
        const text = chosen
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
          .join('&');
        try {
          expect(query(text)).toBeInstanceOf(FilterQuery);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
    );
  });
});
