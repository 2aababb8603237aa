import { parse } from 'node:querystring';
import { captureParams, normalizeParams } from './route-params.js';

const variable = new Set(['page', 'offset', 'limit', 'cursor', 'skip', 'backward']);

describe('captureParams', () => {
  it('keeps single values as texts, repeated ones as lists and blanks as they are', () => {
    expect(captureParams(parse('tag=a&tag=b+c&sort=&q=%C3%A9'))).toEqual({
      tag: ['a', 'b c'],
      sort: '',
      q: 'é',
    });
  });

  it('has nothing to say of a request without parameters', () => {
    expect(captureParams(parse(''))).toBeUndefined();
  });

  it('hides the values of secrets', () => {
    const query = parse(
      'api_key=1&apiKey=2&access_token=3&password=4&X-Signature=5&token=6&token=7&token[]=8&password[0]=9&prompt_tokens=8',
    );
    const { prompt_tokens: harmless, ...secrets } = captureParams(query) ?? {};
    expect(new Set(Object.values(secrets))).toEqual(new Set(['[redacted]']));
    expect(harmless).toBe('8');
  });

  it('bounds what a hostile query can make it store', () => {
    const manyNames = Array.from({ length: 900 }, (_, index) => `p${index}=1`).join('&');
    expect(Object.keys(captureParams(parse(manyNames)) ?? {})).toHaveLength(50);
    const long = captureParams(parse(`q=${'x'.repeat(8_000)}&${'n'.repeat(8_000)}=1`)) ?? {};
    for (const [name, value] of Object.entries(long))
      expect(name.length + value.length).toBeLessThanOrEqual(201);
    expect(captureParams(parse('x=1&'.repeat(900)))?.x).toHaveLength(50);
  });

  it('cuts no character in half, which PostgreSQL could not store', () => {
    const { q } = captureParams({ q: `${'x'.repeat(199)}🎨` }) as { q: string };
    expect(q.isWellFormed()).toBe(true);
    expect(q).toHaveLength(200);
  });

  it('replaces NUL, which PostgreSQL cannot store, in names and values', () => {
    expect(captureParams(parse('a%00b=c%00d'))).toEqual({ 'a\uFFFDb': 'c\uFFFDd' });
  });

  it('takes __proto__ for a name like any other', () => {
    expect(JSON.stringify(captureParams(parse('__proto__=x&a=1')))).toBe('{"__proto__":"x","a":"1"}');
  });
});

describe('normalizeParams', () => {
  it('drops what only pages and sorts lists', () => {
    const params = { page: '2', skip: '10', cursor: 'c', page_size: '10', sort: 'new', tag: ['b', 'a'] };
    expect(normalizeParams(params, variable)).toEqual({ page_size: '10', sort: 'new', tag: ['a', 'b'] });
  });

  it('leaves the parameters it was given as they were', () => {
    const params = { tag: ['b', 'a'] };
    normalizeParams(params, variable);
    expect(params).toEqual({ tag: ['b', 'a'] });
  });
});
