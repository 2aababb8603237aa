import { parse } from 'node:querystring';
import { foldBracketKeys, toList } from './query-array.js';

describe('toList', () => {
  it.each([
    ['x=a', ['a']],
    ['x=a&x=b', ['a', 'b']],
    ['x=', []],
    ['x=&x=', []],
    ['x=a&x=', ['a']],
    ['x=a,b', ['a,b']],
    ['x=%20', [' ']],
  ])('reads %s', (query, list) => {
    expect(toList(parse(query)['x'])).toEqual(list);
  });
});

describe('foldBracketKeys', () => {
  it.each([
    ['ids[]=1', { ids: ['1'] }],
    ['ids[]=1&ids[]=2', { ids: ['1', '2'] }],
    ['ids=0&ids[]=1&other=x', { ids: ['0', '1'], other: 'x' }],
    ['ids%5B%5D=', { ids: [''] }],
    ['plain=1', { plain: '1' }],
  ])('reads %s', (query, folded) => {
    expect({ ...foldBracketKeys(parse(query)) }).toEqual(folded);
  });

  it('leaves what it was given as it was', () => {
    const query = parse('ids[]=1');
    foldBracketKeys(query);
    expect(Object.keys(query)).toEqual(['ids[]']);
  });

  it('lets no key reach a prototype', () => {
    const folded = foldBracketKeys(parse('__proto__[]=x&constructor[]=y'));
    expect(Object.getPrototypeOf(folded)).toBeNull();
  });
});
