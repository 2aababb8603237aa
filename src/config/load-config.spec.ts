import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config.error.js';
import { environmentVariable, settings, type SettingKey } from './config.schema.js';
import { loadConfig } from './load-config.js';
import { projectRoot } from './project-root.js';

describe('loadConfig', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'genonaut-config-'));
    cpSync(join(projectRoot, 'config'), join(root, 'config'), { recursive: true });
    mkdirSync(join(root, 'env'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const load = (variables: Record<string, string | undefined> = {}): ReturnType<typeof loadConfig> =>
    loadConfig({ root, variables, envFiles: true });
  const writeJson = (name: string, content: unknown): void => {
    writeFileSync(join(root, 'config', `${name}.json`), JSON.stringify(content));
  };
  const writeEnv = (name: string, content: string): void => {
    writeFileSync(join(root, 'env', name), content);
  };

  describe('layers', () => {
    it('lets the environment file override single members of a group of the base file', () => {
      writeJson('demo', { 'rate-limit': { limit: 7 } });
      const config = load({ APP_ENV: 'demo' });
      expect(config.get('rate-limit.limit')).toBe(7);
      expect(config.get('rate-limit.window-seconds')).toBe(60);
      expect(config.environment).toBe('demo');
    });

    it('reads each source over the one before: files, .env.shared, .env.<environment>, process, .env', () => {
      writeJson('dev', { 'api-port': 1 });
      expect(load().get('api-port')).toBe(1);
      writeEnv('.env.shared', 'API_PORT=2');
      expect(load().get('api-port')).toBe(2);
      writeEnv('.env.dev', 'API_PORT=3');
      expect(load().get('api-port')).toBe(3);
      expect(load({ API_PORT: '4' }).get('api-port')).toBe(4);
      writeEnv('.env', 'API_PORT=5');
      expect(load({ API_PORT: '4' }).get('api-port')).toBe(5);
    });

    it('reads no .env file of another environment', () => {
      writeEnv('.env.demo', 'API_PORT=3');
      expect(load().get('api-port')).toBe(8001);
    });

    it('lets env/.env choose the environment', () => {
      writeEnv('.env', 'APP_ENV=test');
      expect(load().environment).toBe('test');
    });

    it('turns texts of the environment into the types of the settings', () => {
      const config = load({
        RATE_LIMIT_ENABLED: 'off',
        CORS_ORIGINS: 'https://a.example, https://b.example',
        STATEMENT_TIMEOUT: ' 200ms ',
        ROUTE_ANALYTICS_STREAM_MAXLEN: '5000',
      });
      expect(config.get('rate-limit.enabled')).toBe(false);
      expect(config.get('cors-origins')).toEqual(['https://a.example', 'https://b.example']);
      expect(config.get('statement-timeout')).toBe('200ms');
      expect(config.get('route-analytics.stream-maxlen')).toBe(5000);
    });
  });

  describe('the files of the checkout', () => {
    it.each([
      ['dev', 'genonaut', 'genonaut_dev'],
      ['demo', 'genonaut_demo', 'genonaut_demo'],
      ['test', 'genonaut_test', 'genonaut_test'],
    ])('give %s its own database and Redis namespace', (environment, database, namespace) => {
      const config = load({ APP_ENV: environment });
      expect(config.get('database-name')).toBe(database);
      expect(config.get('redis-ns')).toBe(namespace);
    });

    it('hold the defaults clients were promised', () => {
      const config = load();
      expect(config.get('api-port')).toBe(8001);
      expect(config.get('statement-timeout')).toBe('15s');
      expect([config.get('rate-limit.limit'), config.get('rate-limit.window-seconds')]).toEqual([1000, 60]);
      expect(config.get('cors-origins')).toEqual(['*']);
    });

    it('keep demo and test off the database that DB_NAME names for dev', () => {
      const config = load({ APP_ENV: 'demo', DB_HOST: 'db.example', DB_NAME: 'genonaut' });
      expect(new URL(config.databaseUrl).pathname).toBe('/genonaut_demo');
    });

    it('leave no two settings with the same environment variable', () => {
      const names = (Object.keys(settings) as SettingKey[]).map(environmentVariable);
      expect(new Set(names).size).toBe(names.length);
    });
  });

  describe('refusals', () => {
    const refusal = (variables: Record<string, string | undefined> = {}): string => {
      try {
        load(variables);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        return (error as ConfigError).message;
      }
      throw new Error('the configuration was accepted');
    };

    it.each([
      ['STATEMENT_TIMEOUT', '1m', 'a number followed by ms, s or min, such as 15s, not "1m"'],
      ['API_PORT', '70000', 'a whole number from 0 to 65535, not "70000"'],
      ['API_PORT', 'http', 'a whole number from 0 to 65535, not "http"'],
      ['RATE_LIMIT_ENABLED', 'perhaps', 'true or false, not "perhaps"'],
      ['REDIS_NS', 'a:b', 'letters, digits, _ and -, not "a:b"'],
      ['DATABASE_NAME', ' ', 'a text, not " "'],
    ])('name the variable %s and what it takes', (variable, value, problem) => {
      expect(refusal({ [variable]: value })).toBe(`${variable} must be ${problem}`);
    });

    it('name the key of a value in a file', () => {
      writeJson('dev', { 'rate-limit': { limit: '0' } });
      expect(refusal()).toBe('rate-limit.limit must be a whole number of at least 1, not "0"');
    });

    it('name a key that no file gives', () => {
      writeJson('base', {});
      expect(refusal()).toMatch(/^api-host must be a text, not absent$/);
    });

    it.each(['rate-limit.limitt', 'constructor', 'toString'])(
      'name the unknown key %s and its file',
      (key) => {
        writeJson('dev', { [key]: 1 });
        expect(refusal()).toBe(`config/dev.json: ${key} is not a setting of Genonaut`);
      },
    );

    it('name a file that is missing or not JSON', () => {
      writeFileSync(join(root, 'config', 'dev.json'), '{"api-port": }');
      expect(refusal()).toMatch(/^config\/dev\.json cannot be read: /);
      rmSync(join(root, 'config', 'demo.json'));
      expect(refusal({ APP_ENV: 'demo' })).toMatch(/^config\/demo\.json cannot be read: /);
    });

    it.each([{}, { API_SECRET_KEY: 'short' }, { API_SECRET_KEY: 'change-me-before-you-deploy' }])(
      'ask production for a secret of its own (%p)',
      (variables) => {
        expect(refusal({ APP_ENV: 'prod', ...variables })).toMatch(/^API_SECRET_KEY must be /);
      },
    );

    it.each([{}, { DATABASE_URL: 'postgres://h/d' }, { REDIS_URL: 'redis://h' }])(
      'keep production off the embedded servers (%p)',
      (variables) => {
        const message = refusal({ APP_ENV: 'prod', API_SECRET_KEY: 'k3y-of-the-house-7f2d', ...variables });
        expect(message).toMatch(/^(DATABASE_URL|REDIS_URL) must be set in production$/);
      },
    );

    it('never show the value of the secret', () => {
      expect(refusal({ APP_ENV: 'prod', API_SECRET_KEY: 'hunter2' })).not.toContain('hunter2');
    });
  });

  it('starts production with a secret and the URLs of both stores', () => {
    const config = load({
      APP_ENV: 'prod',
      API_SECRET_KEY: 'k3y-of-the-house-7f2d',
      DATABASE_URL: 'postgres://h/d',
      REDIS_URL: 'rediss://h',
    });
    expect([config.environment, config.databaseUrl, config.redisUrl]).toEqual([
      'prod',
      'postgres://h/d',
      'rediss://h',
    ]);
  });

  it('names the missing URL when a store is asked for before one is known', () => {
    const config = load();
    expect(() => config.databaseUrl).toThrow(/^DATABASE_URL is not set/);
    expect(() => config.redisUrl).toThrow(/^REDIS_URL is not set/);
    const joined = config.with({ connections: { databaseUrl: 'postgres://h/d', redisUrl: 'redis://h' } });
    expect([joined.databaseUrl, joined.redisUrl]).toEqual(['postgres://h/d', 'redis://h']);
    expect(joined.get('api-port')).toBe(config.get('api-port'));
  });

  it('reads the stamps of the build', () => {
    expect(load().build).toEqual({});
    expect(load({ BUILD_COMMIT: 'abc', BUILD_TIME: '2026-01-01T00:00:00Z' }).build).toEqual({
      commit: 'abc',
      built_at: '2026-01-01T00:00:00Z',
    });
  });
});
