import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it('is the same for members in any order, at any depth', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe(
      canonicalJson(JSON.parse('{ "a": "x", "b": [ { "c": null, "d": 1.0 } ] }')),
    );
    expect(canonicalJson({ b: 1, a: { d: 2, c: 3 } })).toBe('{"a":{"c":3,"d":2},"b":1}');
  });

  it.each([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [{ a: {} }, { a: [] }],
    [
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ],
  ])('tells %j from %j', (one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });

  it('takes names JavaScript has its own ideas of for names', () => {
    expect(canonicalJson(JSON.parse('{"toJSON":1,"constructor":2,"2":0,"10":0}'))).toBe(
      canonicalJson(JSON.parse('{"10":0,"2":0,"constructor":2,"toJSON":1}')),
    );
    expect(canonicalJson(JSON.parse('{"constructor":2}'))).not.toBe(canonicalJson({}));
  });
});
