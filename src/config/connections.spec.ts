import { listEnvironments, resolveConnections } from './connections.js';

const main = 'postgres://rw:secret@db.example:6432/genonaut?sslmode=require';

describe('resolveConnections', () => {
  it('leaves both URLs open when nothing is set, so that the embedded servers are used', () => {
    expect(resolveConnections({}, 'dev', 'genonaut')).toEqual({
      databaseUrl: undefined,
      redisUrl: undefined,
    });
    expect(resolveConnections({ DATABASE_URL: '', REDIS_URL: '' }, 'demo', 'genonaut_demo')).toEqual({
      databaseUrl: undefined,
      redisUrl: undefined,
    });
  });

  it.each(['dev', 'prod'] as const)(
    'hands DATABASE_URL to %s as it is, whatever its database is called',
    (environment) => {
      const variables = { DATABASE_URL: main, DATABASE_URL_DEMO: 'postgres://other/demo' };
      expect(resolveConnections(variables, environment, 'ignored').databaseUrl).toBe(main);
    },
  );

  it.each([
    ['demo', 'genonaut_demo'],
    ['test', 'genonaut_test'],
  ] as const)('gives %s the server of DATABASE_URL with its own database', (environment, name) => {
    expect(resolveConnections({ DATABASE_URL: main }, environment, name).databaseUrl).toBe(
      main.replace('/genonaut?', `/${name}?`),
    );
  });

  it.each([
    ['demo', 'DATABASE_URL_DEMO'],
    ['test', 'DATABASE_URL_TEST'],
  ] as const)('prefers the URL of %s where there is one', (environment, variable) => {
    const own = 'postgres://elsewhere/own';
    const variables = { DATABASE_URL: main, [variable]: own, DB_HOST: 'ignored' };
    expect(resolveConnections(variables, environment, 'name').databaseUrl).toBe(own);
  });

  it.each([
    ['dev', 'genonaut', {}, 'postgres://genonaut@db.example:5432/genonaut'],
    ['demo', 'genonaut_demo', {}, 'postgres://genonaut@db.example:5432/genonaut_demo'],
    ['demo', 'genonaut_demo', { DB_NAME_DEMO: 'show' }, 'postgres://genonaut@db.example:5432/show'],
    ['test', 'genonaut_test', { DB_NAME: 'main' }, 'postgres://genonaut@db.example:5432/genonaut_test'],
    ['dev', 'genonaut', { DB_NAME: 'main', DB_PORT: '6432' }, 'postgres://genonaut@db.example:6432/main'],
    ['dev', 'genonaut', { DB_USER: 'u', DB_PASSWORD_ADMIN: 'a' }, 'postgres://u:a@db.example:5432/genonaut'],
    [
      'dev',
      'genonaut',
      { DB_PASSWORD_RW: 'r', DB_PASSWORD_ADMIN: 'a' },
      'postgres://genonaut:r@db.example:5432/genonaut',
    ],
  ] as const)('puts the URL of %s together from components', (environment, name, variables, url) => {
    expect(resolveConnections({ DB_HOST: 'db.example', ...variables }, environment, name).databaseUrl).toBe(
      url,
    );
  });

  it.each(['p@ss:w/rd?#', 'per%cent', 'ümlaut €'])('keeps the password %s whole', (password) => {
    const { databaseUrl } = resolveConnections({ DB_HOST: 'h', DB_PASSWORD_RW: password }, 'dev', 'genonaut');
    const url = new URL(databaseUrl!);
    expect(decodeURIComponent(url.password)).toBe(password);
    expect(url.hostname).toBe('h');
  });

  it('takes an IPv6 address for a host', () => {
    const { databaseUrl } = resolveConnections({ DB_HOST: '::1', DB_PORT: '6432' }, 'dev', 'genonaut');
    expect(databaseUrl).toBe('postgres://genonaut@[::1]:6432/genonaut');
  });

  it('prefers a whole URL over components', () => {
    expect(
      resolveConnections({ DATABASE_URL: main, DB_HOST: 'ignored' }, 'dev', 'genonaut').databaseUrl,
    ).toBe(main);
  });

  it('takes REDIS_URL as it is', () => {
    expect(resolveConnections({ REDIS_URL: 'redis://r:6380/3' }, 'test', 'x').redisUrl).toBe(
      'redis://r:6380/3',
    );
  });
});

describe('resolveConnections refuses', () => {
  it.each([
    ['DATABASE_URL', { DATABASE_URL: 'db.example:5432/genonaut' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db.example/genonaut' }],
    ['DATABASE_URL_DEMO', { DATABASE_URL_DEMO: 'genonaut_demo' }],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
    ['DB_HOST', { DB_HOST: 'no host' }],
    ['DB_HOST', { DB_HOST: '/var/run/postgresql' }],
    ['DB_HOST', { DB_HOST: 'db.example', DB_PORT: 'five' }],
  ])('a bad %s', (variable, variables) => {
    expect(() => resolveConnections(variables, 'demo', 'genonaut_demo')).toThrow(
      expect.objectContaining({ key: variable }),
    );
  });

  it('a URL without showing the password in it', () => {
    const variables = { DATABASE_URL: 'postgress://rw:hunter2@h/d' };
    expect(() => resolveConnections(variables, 'dev', 'd')).toThrow(
      /^DATABASE_URL must be a URL that begins with postgres:\/\/ or postgresql:\/\/$/,
    );
  });
});

describe('listEnvironments', () => {
  it('knows the three neighbours outside production, and only those with a URL inside', () => {
    expect(listEnvironments({}, 'dev')).toEqual(['dev', 'demo', 'test']);
    expect(listEnvironments({}, 'demo')).toEqual(['dev', 'demo', 'test']);
    expect(listEnvironments({}, 'prod')).toEqual(['prod']);
    expect(listEnvironments({ DATABASE_URL_DEMO: 'postgres://d/d' }, 'prod')).toEqual(['prod', 'demo']);
  });
});
