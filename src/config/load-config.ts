import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AppConfig, type Installation } from './app-config.js';
import { ConfigError } from './config.error.js';
import { environmentVariable, settings, type SettingKey, type SettingValues } from './config.schema.js';
import { type Connections, listEnvironments, resolveConnections } from './connections.js';
import { type Environment, resolveEnvironment } from './environment.js';
import { projectRoot } from './project-root.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface LoadConfigOptions {
  /** Folder with config/ and env/; the checkout by default. */
  root?: string;
  variables?: Variables;
  /** Whether to read env/: only for the process's own environment unless told, so that a test means what it says. */
  envFiles?: boolean;
  /** Environment when neither APP_ENV nor ENV_TARGET is set. */
  fallbackEnvironment?: Environment;
}

function flatten(node: object, prefix = ''): [string, unknown][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? flatten(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value]],
  );
}

/** The settings of one configuration file, by dotted key. */
export function readConfigFile(root: string, name: string): Map<string, unknown> {
  const path = join(root, 'config', `${name}.json`);
  try {
    return new Map(flatten(JSON.parse(readFileSync(path, 'utf8')) as object));
  } catch (error) {
    throw new ConfigError(`config/${name}.json`, `cannot be read: ${(error as Error).message}`);
  }
}

function readEnvFile(root: string, name: string): Variables {
  const path = join(root, 'env', name);
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

function parseSetting(key: SettingKey, source: string, raw: unknown): unknown {
  const value = settings[key].parse(raw);
  if (value === undefined) {
    throw new ConfigError(
      source,
      `must be ${settings[key].accepts}, not ${raw === undefined ? 'absent' : JSON.stringify(raw)}`,
    );
  }
  return value;
}

function parseSettings(
  files: [name: string, values: Map<string, unknown>][],
  variables: Variables,
): SettingValues {
  for (const [name, values] of files) {
    for (const key of values.keys()) {
      if (!Object.hasOwn(settings, key))
        throw new ConfigError(`config/${name}.json: ${key}`, 'is not a setting of Genonaut');
    }
  }
  const layers = new Map(files.flatMap(([, values]) => [...values]));
  const keys = Object.keys(settings) as SettingKey[];
  return Object.fromEntries(
    keys.map((key) => {
      const variable = environmentVariable(key);
      const given = variables[variable];
      return [
        key,
        given === undefined ? parseSetting(key, key, layers.get(key)) : parseSetting(key, variable, given),
      ];
    }),
  ) as SettingValues;
}

function refuseUnsafeProduction(environment: Environment, variables: Variables): void {
  if (environment !== 'prod') return;
  const secret = variables.API_SECRET_KEY ?? '';
  if (secret.length < 16 || /change|secret-key|placeholder/i.test(secret)) {
    throw new ConfigError(
      'API_SECRET_KEY',
      'must be a secret of your own of at least 16 characters in production',
    );
  }
}

/** The embedded servers are for trying out and for tests. */
function requireStores({ databaseUrl, redisUrl }: Connections): void {
  if (!databaseUrl) throw new ConfigError('DATABASE_URL', 'must be set in production');
  if (!redisUrl) throw new ConfigError('REDIS_URL', 'must be set in production');
}

function readBuild(variables: Variables): Installation['build'] {
  const { BUILD_COMMIT: commit, BUILD_TIME: builtAt } = variables;
  return { ...(commit && { commit }), ...(builtAt && { built_at: builtAt }) };
}

/**
 * Reads config/base.json, config/<environment>.json, env/.env.shared, env/.env.<environment>, the process's
 * environment and env/.env, each overriding the one before.
 * @throws ConfigError naming the first key that is missing, unknown or out of bounds.
 */
export function loadConfig(options: LoadConfigOptions = {}): AppConfig {
  const root = options.root ?? projectRoot;
  const given = options.variables ?? process.env;
  const envFile = (name: string): Variables =>
    (options.envFiles ?? options.variables === undefined) ? readEnvFile(root, name) : {};
  const highest = envFile('.env');
  const environment = resolveEnvironment({ ...given, ...highest }, options.fallbackEnvironment);
  const variables = {
    ...envFile('.env.shared'),
    ...envFile(`.env.${environment}`),
    ...given,
    ...highest,
  };
  refuseUnsafeProduction(environment, variables);
  const values = parseSettings(
    [
      ['base', readConfigFile(root, 'base')],
      [environment, readConfigFile(root, environment)],
    ],
    variables,
  );
  const connections = resolveConnections(variables, environment, values['database-name']);
  if (environment === 'prod') requireStores(connections);
  return new AppConfig(environment, values, {
    connections,
    environments: listEnvironments(variables, environment),
    build: readBuild(variables),
  });
}
