import { readTrafficOptions } from './traffic-options.js';
import { TrafficError } from './traffic.error.js';

describe('readTrafficOptions', () => {
  it('plays 20 seconds as 8 users against this machine unless told otherwise', () => {
    expect(readTrafficOptions([], 8001)).toEqual({
      seconds: 20,
      url: new URL('http://127.0.0.1:8001'),
      users: 8,
      seed: 1,
    });
  });

  it('takes every option from the command line', () => {
    const args = ['--seconds', '2.5', '--url=http://localhost:9000', '--users', '3', '--seed', '7'];

    expect(readTrafficOptions(args, 8001)).toEqual({
      seconds: 2.5,
      url: new URL('http://localhost:9000'),
      users: 3,
      seed: 7,
    });
  });

  it.each([[['--seconds', 'x']], [['--users', '0']], [['--url', 'ftp://a']], [['--sec', '1']], [['stray']]])(
    'refuses %j and says how it is used',
    (args) => {
      expect(() => readTrafficOptions(args, 8001)).toThrow(TrafficError);
      expect(() => readTrafficOptions(args, 8001)).toThrow(/usage: npm run traffic/);
    },
  );
});
