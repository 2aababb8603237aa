import fc from 'fast-check';
import { checkStorageKey } from './storage-key.js';

describe('a storage key', () => {
  it.each([
    'a',
    'a.png',
    'generated/1f/1f0c6d0e-1b5a-4f0e-9d52-0b6a1c1f7a55/0.png',
    'a-b/c_d/e.f.g',
    `${'a'.repeat(200)}/b`,
  ])('may be %s', (key) => {
    expect(checkStorageKey(key)).toBe(key);
  });

  it.each([
    '',
    '/',
    '/etc/passwd',
    'a/',
    'a//b',
    '.',
    '..',
    '../a',
    'a/../b',
    'a/..',
    './a',
    'a/./b',
    '.incoming/a',
    'a/.hidden',
    'a.',
    'a..b',
    'A',
    'a b',
    'a\\b',
    '..\\a',
    'c:/a',
    'c:a',
    'file:///etc/passwd',
    'a\0b',
    'a\n',
    'a%2fb',
    '%2e%2e/a',
    '~/a',
    'a:b',
    'a*',
    'ä',
    '․․/a',
    'a'.repeat(201),
    `${'a/'.repeat(256)}a`,
  ])('may not be %j', (key) => {
    expect(() => checkStorageKey(key)).toThrow(TypeError);
  });

  it('never has a segment that leads anywhere else, whatever is tried', () => {
    const piece = fc.constantFrom('.', '..', '/', '\\', 'a', '0', '-', '_', 'A', '\0', ' ', '%');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const key = pieces.join('');
        try {
          checkStorageKey(key);
        } catch {
          return;
        }
        expect(key.split('/').every((segment) => /^[a-z0-9]/.test(segment))).toBe(true);
        expect(key).not.toMatch(/\\|\.\.|\0/);
      }),
      { numRuns: 2000 },
    );
  });
});
