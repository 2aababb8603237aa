import { InputPipe } from './input.pipe.js';

describe('InputPipe', () => {
  const pipe = new InputPipe();

  it('leaves path parameters and untyped inputs alone', () => {
    expect(pipe.transform('7', { type: 'param', metatype: String })).toBe('7');
    expect(pipe.transform({ a: 1 }, { type: 'body', metatype: Object })).toEqual({ a: 1 });
  });
});
