import { ConfigError } from './config.error.js';
import { resolveEnvironment } from './environment.js';

describe('resolveEnvironment', () => {
  it.each([
    [{}, 'dev'],
    [{ APP_ENV: '', ENV_TARGET: '' }, 'dev'],
    [{ APP_ENV: 'demo' }, 'demo'],
    [{ APP_ENV: 'prod' }, 'prod'],
    [{ ENV_TARGET: 'local-demo' }, 'demo'],
    [{ ENV_TARGET: 'cloud-prod' }, 'prod'],
    [{ ENV_TARGET: 'local-test-wt2' }, 'test'],
    [{ ENV_TARGET: 'local-dev-wt12' }, 'dev'],
    [{ ENV_TARGET: 'demo' }, 'demo'],
    [{ APP_ENV: 'demo', ENV_TARGET: 'cloud-demo' }, 'demo'],
  ])('takes %p to mean %s', (variables, environment) => {
    expect(resolveEnvironment(variables)).toBe(environment);
  });

  it('falls back to what the caller says when neither variable is set', () => {
    expect(resolveEnvironment({}, 'demo')).toBe('demo');
    expect(resolveEnvironment({ APP_ENV: 'test' }, 'demo')).toBe('test');
  });

  it.each([
    [{ APP_ENV: 'staging' }, 'APP_ENV'],
    [{ APP_ENV: 'local-demo' }, 'APP_ENV'],
    [{ APP_ENV: 'Demo' }, 'APP_ENV'],
    [{ ENV_TARGET: 'local-staging' }, 'ENV_TARGET'],
    [{ ENV_TARGET: 'wt2' }, 'ENV_TARGET'],
    [{ ENV_TARGET: 'test-wt' }, 'ENV_TARGET'],
    [{ ENV_TARGET: 'demo-local' }, 'ENV_TARGET'],
    [{ APP_ENV: 'dev', ENV_TARGET: 'local-demo' }, 'APP_ENV'],
  ])('refuses %p, naming %s', (variables, key) => {
    const resolving = (): unknown => resolveEnvironment(variables);
    expect(resolving).toThrow(ConfigError);
    expect(resolving).toThrow(new RegExp(`^${key} `));
  });

  it('names both sides of a disagreement', () => {
    expect(() => resolveEnvironment({ APP_ENV: 'dev', ENV_TARGET: 'local-demo' })).toThrow(
      "APP_ENV is 'dev' but ENV_TARGET means 'demo'; set one of them",
    );
  });
});
