import { layoutOf } from './ratings-layout.js';
import { parseLine } from './ratings-line.js';

const parse = (line: string, first = line): unknown => parseLine(line, layoutOf(first));

describe('parseLine', () => {
  it.each([
    ['1,31,2.5,1260759144', { user: '1', item: '31', timeMs: 1_260_759_144_000 }],
    ['1::31::4::978300760', { user: '1', item: '31', timeMs: 978_300_760_000 }],
    ['a b\tc, d\t-1', { user: 'a b', item: 'c, d' }],
    ['"a";"b"', { user: 'a', item: 'b' }],
    ['a,b,1,1700000000123', { user: 'a', item: 'b', timeMs: 1_700_000_000_123 }],
  ])('reads «%s»', (line, parsed) => {
    expect(parse(line)).toEqual(parsed);
  });

  it('reads what the header says, where it says', () => {
    expect(parse('b,1700000300,a,4', 'item,timestamp,user,rating')).toEqual({
      user: 'a',
      item: 'b',
      timeMs: 1_700_000_300_000,
    });
  });

  it('reads dates', () => {
    expect(parse('a,b,5,2026-01-02T03:04:05Z', 'a,b,5,0')).toMatchObject({
      timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
  });

  it.each([
    ['1,2', 'expected 4 fields as in the first line, not 2'],
    [',2,3,4', 'the user is missing'],
    ['1,,3,4', 'the item is missing'],
    ['1,2,x,4', '«x» is no rating'],
    ['1,2,,4', '«» is no rating'],
    ['1,2,3,noon', '«noon» is no time'],
  ])('refuses «%s»', (line, message) => {
    expect(() => parse(line, '1,2,3,4')).toThrow(message);
  });

  it('does not take a first line without a rating for a header', () => {
    expect(() => parse('a,b,')).toThrow('«» is no rating');
  });
});
