import { readTagName, tagIdOf, toSlug } from './tag-name.js';

describe('toSlug', () => {
  it.each([
    ['Oil Painting', 'oil_painting'],
    ['sci-fi', 'sci_fi'],
    ['Sci - Fi', 'sci_fi'],
    ['already_a_slug', 'already_a_slug'],
    ['ÜBER', 'über'],
    ['a\u00a0b', 'a_b'],
  ])('makes %p into %p', (name, slug) => {
    expect(toSlug(name)).toBe(slug);
    expect(toSlug(slug)).toBe(slug);
  });
});

describe('tagIdOf', () => {
  it('is the UUIDv5 of the slug in the DNS namespace', () => {
    // The example of RFC 9562, appendix A.4.
    expect(tagIdOf('www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });
});

describe('readTagName', () => {
  it.each([
    ['  dusk ', { value: 'dusk' }],
    ['', { value: undefined }],
    [' \t ', { value: undefined }],
    ['a'.repeat(100), { value: 'a'.repeat(100) }],
    ['🎨'.repeat(100), { value: '🎨'.repeat(100) }],
    ['a'.repeat(101), { problem: 'tags must have at most 100 characters each' }],
    ['line\nbreak', { problem: 'tags must not contain control characters' }],
    ['del\u007f', { problem: 'tags must not contain control characters' }],
  ])('reads %j', (raw, reading) => {
    expect(readTagName(raw, 'tags')).toEqual(reading);
  });
});
