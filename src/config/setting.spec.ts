import fc from 'fast-check';
import { cron, decimal, flag, integer, list, oneOf, postgresDuration, text } from './setting.js';

describe('integer', () => {
  const port = integer('a port', { min: 0, max: 65_535 });

  it('reads every whole number in bounds, from JSON and from the environment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), (value) => {
        expect(port.parse(value)).toBe(value);
        expect(port.parse(` ${value} `)).toBe(value);
      }),
    );
  });

  it.each([
    -1,
    65_536,
    1.5,
    NaN,
    Infinity,
    '1.5',
    '1e3',
    '0x10',
    '',
    ' ',
    'a lot',
    true,
    null,
    undefined,
    [],
    {},
  ])('refuses %p', (raw) => {
    expect(port.parse(raw)).toBeUndefined();
  });

  it('refuses whole numbers a double cannot hold exactly', () => {
    expect(integer('big').parse('9007199254740993')).toBeUndefined();
  });

  it.each([
    [{}, 'a whole number'],
    [{ min: 1 }, 'a whole number of at least 1'],
    [{ max: 9 }, 'a whole number of at most 9'],
    [{ min: 1, max: 9 }, 'a whole number from 1 to 9'],
  ])('says what it accepts under bounds %p', (bounds, accepts) => {
    expect(integer('n', bounds).accepts).toBe(accepts);
  });
});

describe('decimal', () => {
  const share = decimal('a share', { min: 0, max: 1 });

  it('reads numbers in bounds, from JSON and from the environment', () => {
    expect([0, 1, 0.25, '0', '1', ' 0.25 '].map((raw) => share.parse(raw))).toEqual([0, 1, 0.25, 0, 1, 0.25]);
  });

  it.each([-0.1, 1.1, NaN, Infinity, '1e-1', '.5', '', 'half', true, null, undefined])(
    'refuses %p',
    (raw) => {
      expect(share.parse(raw)).toBeUndefined();
    },
  );
});

describe('flag', () => {
  it.each([
    [true, true],
    [false, false],
    ['TRUE', true],
    ['1', true],
    [' yes ', true],
    ['On', true],
    ['false', false],
    ['0', false],
    ['No', false],
    ['OFF', false],
  ])('reads %p as %p', (raw, value) => {
    expect(flag('f').parse(raw)).toBe(value);
  });

  it.each(['', 'maybe', 'constructor', 'toString', '__proto__', 1, 0, null, undefined, {}])(
    'refuses %p',
    (raw) => {
      expect(flag('f').parse(raw)).toBeUndefined();
    },
  );
});

describe('text', () => {
  it('trims, and refuses what its pattern does not match', () => {
    const namespace = text('ns', { matches: /^[\w-]+$/, accepts: 'letters, digits, _ and -' });
    expect(namespace.parse(' genonaut_dev ')).toBe('genonaut_dev');
    expect(namespace.parse('a:b')).toBeUndefined();
    expect(namespace.parse(7)).toBeUndefined();
    expect(namespace.accepts).toBe('letters, digits, _ and -');
  });
});

describe('oneOf', () => {
  const level = oneOf('level', ['info', 'warn']);

  it('reads its values and nothing else', () => {
    expect(level.parse(' warn ')).toBe('warn');
    for (const raw of ['WARN', 'debug', '', 1, null, ['warn']]) expect(level.parse(raw)).toBeUndefined();
    expect(level.accepts).toBe('one of info, warn');
  });
});

describe('list', () => {
  it('reads arrays from JSON and comma-separated texts from the environment alike', () => {
    expect(list('l').parse(['a', 'b'])).toEqual(['a', 'b']);
    expect(list('l').parse(' a ,b,, ')).toEqual(['a', 'b']);
    expect(list('l').parse('')).toEqual([]);
  });

  it.each([7, true, null, undefined, {}, [1], ['a', null]])('refuses %p', (raw) => {
    expect(list('l').parse(raw)).toBeUndefined();
  });

  it('has at least one item where it has a pattern, which every item matches', () => {
    const sizes = list('l', { matches: /^\d+x\d+$/, accepts: 'sizes' });
    expect(sizes.parse('1x2, 3x4')).toEqual(['1x2', '3x4']);
    for (const raw of ['', [], ['1x2', '3'], 'x']) expect(sizes.parse(raw)).toBeUndefined();
    expect(sizes.accepts).toBe('a list of sizes (comma-separated in the environment)');
  });
});

describe('postgresDuration', () => {
  it.each(['15s', ' 200ms ', '2MIN', '0s'])('accepts %p', (raw) => {
    expect(postgresDuration('d').parse(raw)).toBe(raw.trim());
  });

  it.each(['1m', '15', 's', '1.5s', '15 s', '-1s', '1h', "15s'; DROP TABLE users", '', 15, null])(
    'refuses %p',
    (raw) => {
      expect(postgresDuration('d').parse(raw)).toBeUndefined();
    },
  );
});

describe('cron', () => {
  it.each(['*/10 * * * *', '5 * * * *', '30 3 * * 1-5', '0,30 0-6 1 1,7 0'])('accepts %p', (raw) => {
    expect(cron('c').parse(raw)).toBe(raw);
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '@hourly',
    'every minute please now',
    '99 * * * *',
    '* 24 * * *',
    '5-1 * * * *',
    5,
  ])('refuses %p', (raw) => {
    expect(cron('c').parse(raw)).toBeUndefined();
  });
});
