import fc from 'fast-check';
import { DomainError } from '../errors/domain.error.js';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.js';
import {
  defineList,
  integerKey,
  type KeyColumn,
  type KeyValue,
  numberKey,
  orderKeys,
  textKey,
  timestampKey,
  uuidKey,
} from './list-definition.js';

const sortable = {
  created_at: timestampKey('c.created_at'),
  completed_at: timestampKey('c.completed_at', { nullable: true }),
  quality_score: numberKey('c.quality_score'),
  title: textKey('c.title'),
  id: integerKey('c.id'),
};
const list = defineList({
  name: 'content',
  sortable,
  defaultSort: { field: 'quality_score', order: 'desc' },
  thenBy: ['created_at'],
  defaultLimit: 10,
});
const people = defineList({
  name: 'people',
  sortable: { id: uuidKey('u.id') },
  defaultSort: { field: 'id', order: 'asc' },
  defaultLimit: 10,
});

function decodeBody(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;
}

function encodeBody(body: unknown): string {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64url');
}

const instant = '2025-10-23T10:00:00.123Z';
const newest: Cursor = { field: 'created_at', order: 'desc', direction: 'next', values: [instant, 42] };
const valid = { created_at: instant, id: 42, o: 'desc', d: 'next', l: 'content', v: 1 };

describe('cursors', () => {
  it('take a total along when there is one', () => {
    const counted = { ...newest, total: { rows: 30_000, of: 'digest' } };
    expect(decodeCursor(list, encodeCursor(list, counted))).toEqual(counted);
    expect(decodeBody(encodeCursor(list, newest))).not.toHaveProperty('t');
  });

  const instants = fc
    .date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString());
  const valueOf: Record<KeyColumn['type'], fc.Arbitrary<KeyValue>> = {
    timestamptz: instants,
    float8: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    int8: fc.maxSafeInteger(),
    text: fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0')),
    uuid: fc.uuid(),
  };
  const cursors = fc.constantFrom(...Object.keys(sortable)).chain((field) =>
    fc.record({
      field: fc.constant(field),
      order: fc.constantFrom('asc' as const, 'desc' as const),
      direction: fc.constantFrom('next' as const, 'prev' as const),
      values: fc.tuple(
        ...orderKeys(list, field).map(([, key]) =>
          key.nullable ? fc.option(valueOf[key.type], { nil: null }) : valueOf[key.type],
        ),
      ),
    }),
  );

  it('decode to what was encoded, for every sort field and value', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(decodeCursor(list, encodeCursor(list, cursor))).toEqual(cursor);
      }),
    );
  });

  it('are read padded and unpadded, in base64 and base64url', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        const text = encodeCursor(list, cursor);
        const standard = Buffer.from(text, 'base64url').toString('base64');
        for (const spelling of [standard, standard.replace(/=+$/, ''), text.padEnd(standard.length, '=')]) {
          expect(decodeCursor(list, spelling)).toEqual(cursor);
        }
      }),
    );
  });

  it('begin with the sort field, as clients have seen them begin', () => {
    expect(encodeCursor(list, newest)).toMatch(/^eyJjcmVhdGVkX2F0Ijo/);
    expect(Object.keys(decodeBody(encodeCursor(list, newest)))[0]).toBe('created_at');
  });

  it('carry each key of a three-key order once, and an id order one key', () => {
    const best: Cursor = {
      field: 'quality_score',
      order: 'desc',
      direction: 'prev',
      values: [0.5, instant, 7],
    };
    expect(decodeBody(encodeCursor(list, best))).toEqual({
      quality_score: 0.5,
      created_at: instant,
      id: 7,
      o: 'desc',
      d: 'prev',
      l: 'content',
      v: 1,
    });
    expect(orderKeys(list, 'id').map(([name]) => name)).toEqual(['id']);
  });

  it('of uuid-keyed lists hold uuids', () => {
    const id = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';
    const cursor: Cursor = { field: 'id', order: 'asc', direction: 'next', values: [id] };
    expect(decodeCursor(people, encodeCursor(people, cursor))).toEqual(cursor);
    expect(() => decodeCursor(people, encodeCursor(people, { ...cursor, values: ['7'] }))).toThrow(
      DomainError,
    );
  });
});

describe('decodeCursor refuses', () => {
  const { v: _version, ...versionless } = valid;
  const { id: _id, ...idless } = valid;

  it.each([
    ['no base64', 'not a cursor!'],
    ['no JSON', encodeBody('garbage')],
    ['an array', encodeBody([1])],
    ['null', encodeBody('null')],
    ['an empty object', encodeBody({})],
    ['a foreign list', encodeBody({ ...valid, l: 'unified' })],
    ['another version', encodeBody({ ...valid, v: 2 })],
    ['no version', encodeBody(versionless)],
    [
      'an unknown sort field',
      encodeBody({ creator_id: 1, id: 42, o: 'desc', d: 'next', l: 'content', v: 1 }),
    ],
    [
      'a field of every object',
      encodeBody({ constructor: 1, id: 42, o: 'desc', d: 'next', l: 'content', v: 1 }),
    ],
    ['a missing key', encodeBody(idless)],
    ['a bad order', encodeBody({ ...valid, o: 'desc; DROP TABLE users' })],
    ['a bad direction', encodeBody({ ...valid, d: 'sideways' })],
    ['an id that is a text', encodeBody({ ...valid, id: '42' })],
    ['a total that is no number', encodeBody({ ...valid, t: ['many', 'of'] })],
    ['a total below zero', encodeBody({ ...valid, t: [-1, 'of'] })],
    ['a total of nothing', encodeBody({ ...valid, t: [12] })],
    ['a bare total', encodeBody({ ...valid, t: 12 })],
    ['an id that is no whole number', encodeBody({ ...valid, id: 1.5 })],
    ['an id that is too large', encodeBody({ ...valid, id: 1e300 })],
    ['a null where none can be', encodeBody({ ...valid, created_at: null })],
    ['a time that is a number', encodeBody({ ...valid, created_at: 1 })],
    ['a time without zone', encodeBody({ ...valid, created_at: '2025-10-23T10:00:00.123' })],
    ['a day that does not exist', encodeBody({ ...valid, created_at: '2025-02-31T10:00:00.000Z' })],
    ['the year 0, unknown to PostgreSQL', encodeBody({ ...valid, created_at: '0000-06-01T10:00:00.000Z' })],
    ['hour 24', encodeBody({ ...valid, created_at: '2025-10-23T24:00:00.000Z' })],
    [
      'a score beyond doubles',
      encodeBody('{"quality_score":1e999,"id":1,"o":"desc","d":"next","l":"content","v":1}'),
    ],
    ['a title with NUL', encodeBody({ title: '\0', id: 1, o: 'desc', d: 'next', l: 'content', v: 1 })],
    [
      'a title that is malformed',
      encodeBody('{"title":"\\ud800","id":1,"o":"desc","d":"next","l":"content","v":1}'),
    ],
    [
      'a title of absurd length',
      encodeBody({ title: 'x'.repeat(2000), id: 1, o: 'asc', d: 'next', l: 'content', v: 1 }),
    ],
  ])('%s', (_case, text) => {
    expect(() => decodeCursor(list, text)).toThrow(
      expect.objectContaining({ code: 'INVALID_CURSOR', message: 'Invalid cursor format' }),
    );
  });

  it('or reads any text whatever, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encodeBody)), (text) => {
        try {
          decodeCursor(list, text);
        } catch (error) {
          expect((error as DomainError).code).toBe('INVALID_CURSOR');
        }
      }),
    );
  });
});
