import fc from 'fast-check';
import { findMalformed } from './well-formed.js';

function nested(levels: number): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { in: value };
  return value;
}

describe('findMalformed', () => {
  it('passes every JSON value of well-formed texts', () => {
    const text = fc
      .string({ unit: 'grapheme' })
      .filter((value) => !value.includes('\0') && value !== '__proto__');
    const value = fc.object({
      key: text,
      values: [text, fc.integer(), fc.boolean(), fc.constant(null)],
      maxDepth: 4,
    });
    fc.assert(
      fc.property(value, (body) => {
        expect(findMalformed(body, 'body')).toBeUndefined();
      }),
    );
  });

  it.each([
    ['a NUL', { title: 'a\0b' }, 'title', 'must not contain NUL characters'],
    ['a lone high surrogate', { title: '\ud800' }, 'title', 'must be well-formed Unicode'],
    ['a lone low surrogate', { tags: ['ok', 'x\udc00y'] }, 'tags[1]', 'must be well-formed Unicode'],
    [
      'a NUL far inside',
      { meta: { deep: [{ x: '\0' }] } },
      'meta.deep[0].x',
      'must not contain NUL characters',
    ],
    ['a NUL in a key', { meta: { 'a\0': 1 } }, 'meta', 'has a key that cannot be stored'],
    ['a lone surrogate in a key', { '\ud800': 1 }, 'body', 'has a key that cannot be stored'],
    [
      'a number beyond doubles',
      { meta: JSON.parse('[1e999]') as unknown },
      'meta[0]',
      'is a number too large to store',
    ],
    ['a prototype key', JSON.parse('{"meta":{"__proto__":{}}}'), 'meta', 'has a key that cannot be stored'],
    ['33 levels', { meta: nested(33) }, /^meta\[0\]\.in/, 'must not be nested deeper than 32 levels'],
  ])('names the place of %s', (_case, body, field, message) => {
    expect(findMalformed(body, 'body')).toEqual({
      field: typeof field === 'string' ? field : expect.stringMatching(field),
      message,
    });
  });

  it('names query parameters and texts of their own like body members', () => {
    expect(findMalformed({ search_term: '\0' }, 'query')?.field).toBe('search_term');
    expect(findMalformed('/a\0', 'path')?.field).toBe('path');
  });

  it('passes paired surrogates and 32 levels', () => {
    expect(findMalformed({ title: '🎨' }, 'body')).toBeUndefined();
    expect(findMalformed(nested(32), 'body')).toBeUndefined();
  });

  it('walks a million levels without running out of stack', () => {
    expect(findMalformed(nested(1_000_000), 'body')?.message).toMatch(/nested deeper/);
  });
});
