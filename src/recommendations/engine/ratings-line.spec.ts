import { layoutOf, parseLine } from './ratings-line.js';

const parse = (line: string, first = line): unknown => parseLine(line, layoutOf(first));

describe('layoutOf', () => {
  it.each([
    ['1,31,2.5,1260759144', false],
    ['userId,movieId,rating,timestamp', true],
    ['user_id\titem', true],
    ['anna,film-1,good,1', true],
    ['anna,film-1,3,yesterday', true],
    ['anna,film-1', false],
  ])('knows whether «%s» is a header: %p', (line, hasHeader) => {
    expect(layoutOf(line).hasHeader).toBe(hasHeader);
  });

  it('takes a third field for a rating unless the header calls it a time', () => {
    expect(layoutOf('1,2,3')).toMatchObject({ ratingField: 2 });
    expect(layoutOf('user,item,rating')).toMatchObject({ ratingField: 2 });
    expect(layoutOf('user,item,timestamp')).toMatchObject({ timeField: 2 });
    expect(layoutOf('user,item,timestamp')).not.toHaveProperty('ratingField');
  });

  it.each([
    ['user', 'expected user and item, separated by a comma, tab, ; or ::'],
    ['1,2,3,4,5', 'expected user, item, rating and time, not 5 fields'],
  ])('refuses «%s»', (line, message) => {
    expect(() => layoutOf(line)).toThrow(message);
  });
});

describe('parseLine', () => {
  it.each([
    ['1,31,2.5,1260759144', { user: '1', item: '31', rating: 2.5, timeMs: 1_260_759_144_000 }],
    ['1::31::4::978300760', { user: '1', item: '31', rating: 4, timeMs: 978_300_760_000 }],
    ['a b\tc, d\t-1', { user: 'a b', item: 'c, d', rating: -1 }],
    ['"a";"b"', { user: 'a', item: 'b' }],
    ['a,b,1,1700000000123', { user: 'a', item: 'b', rating: 1, timeMs: 1_700_000_000_123 }],
  ])('reads «%s»', (line, parsed) => {
    expect(parse(line)).toEqual(parsed);
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
});
