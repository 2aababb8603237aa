import fc from 'fast-check';
import { readByteRange } from './byte-range.js';

describe('a Range header, of a file of 100 bytes', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-200', { start: 90, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=-1', { start: 99, end: 99 }],
    ['bytes=-100', { start: 0, end: 99 }],
    // RFC 9110 §14.1.2: a suffix longer than the file is all of it.
    ['bytes=-101', { start: 0, end: 99 }],
    ['Bytes= 5-6 ', { start: 5, end: 6 }],
    [`bytes=0-${'9'.repeat(400)}`, { start: 0, end: 99 }],
  ])('%s is a part', (header, part) => {
    expect(readByteRange(header, 100)).toEqual(part);
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    '%s cannot be satisfied',
    (header) => {
      expect(readByteRange(header, 100)).toBe('unsatisfiable');
    },
  );

  it.each([
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=--5',
    'bytes=5',
    'bytes=a-b',
    'bytes=1.5-2',
    'bytes=+1-2',
    'bytes=0x1-2',
    'bytes=9-5',
    'bytes=0-1,5-6',
    'bytes=0-1,',
    'items=0-1',
    'bytes 0-1/100',
    'bytes=1 -2',
  ])('%j is ignored', (header) => {
    expect(readByteRange(header, 100)).toBeUndefined();
  });

  it('is a part within the file, or none, whatever is sent', () => {
    const text = fc.array(fc.constantFrom('bytes=', '-', ',', ' ', '0', '1', '99', '100', 'x'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 1000 }), (pieces, size) => {
        const part = readByteRange(pieces.join(''), size);
        if (part === undefined || part === 'unsatisfiable') return;
        expect(part.start).toBeGreaterThanOrEqual(0);
        expect(part.start).toBeLessThanOrEqual(part.end);
        expect(part.end).toBeLessThan(size);
      }),
    );
  });
});
