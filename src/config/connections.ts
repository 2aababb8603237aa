import { ConfigError } from './config.error.js';
import type { Environment } from './environment.js';

/** Where the stores are; an absent URL means "start or join the embedded server". */
export interface Connections {
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const postgresProtocols = ['postgres:', 'postgresql:'];
const redisProtocols = ['redis:', 'rediss:'];

/** Reads the URL a variable holds; a refusal does not show it, because it may hold a password. */
function readUrl(variables: Variables, variable: string, protocols: readonly string[]): URL | undefined {
  const text = variables[variable];
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && protocols.includes(url.protocol)) return url;
  const beginnings = protocols.map((protocol) => `${protocol}//`).join(' or ');
  throw new ConfigError(variable, `must be a URL that begins with ${beginnings}`);
}

function withDatabase(url: URL, databaseName: string): string {
  url.pathname = `/${encodeURIComponent(databaseName)}`;
  return url.toString();
}

/** `_DEMO` and `_TEST` variants exist beside the plain variable, which dev and prod use. */
export function variantOf(name: string, environment: Environment): string {
  return environment === 'demo' || environment === 'test' ? `${name}_${environment.toUpperCase()}` : name;
}

function fromComponents(
  variables: Variables,
  environment: Environment,
  databaseName: string,
): string | undefined {
  const { DB_HOST: host, DB_PORT: port = '5432' } = variables;
  if (!host) return undefined;
  const authority = `postgres://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const url = URL.canParse(authority) ? new URL(authority) : undefined;
  if (!url?.hostname) throw new ConfigError('DB_HOST', `and DB_PORT name no server: ${host}:${port}`);
  // The setters leave a bare % as it is, which whoever decodes the URL would choke on.
  url.username = encodeURIComponent(variables.DB_USER ?? 'genonaut');
  url.password = encodeURIComponent(variables.DB_PASSWORD_RW ?? variables.DB_PASSWORD_ADMIN ?? '');
  return withDatabase(url, variables[variantOf('DB_NAME', environment)] ?? databaseName);
}

/**
 * Environments whose database this installation can name: outside production they are neighbours on one server,
 * in production only what has a URL of its own.
 */
export function listEnvironments(variables: Variables, environment: Environment): Environment[] {
  if (environment !== 'prod') return ['dev', 'demo', 'test'];
  const others = (['demo', 'test'] as const).filter((name) => variables[variantOf('DATABASE_URL', name)]);
  return ['prod', ...others];
}

/** Resolves the store URLs of an environment in the order of contract §4.14. */
export function resolveConnections(
  variables: Variables,
  environment: Environment,
  databaseName: string,
): Connections {
  const variant = variantOf('DATABASE_URL', environment);
  const own = readUrl(variables, variant, postgresProtocols);
  const neighbour = own ? undefined : readUrl(variables, 'DATABASE_URL', postgresProtocols);
  return {
    databaseUrl:
      (own && variables[variant]) ??
      (neighbour && withDatabase(neighbour, databaseName)) ??
      fromComponents(variables, environment, databaseName),
    redisUrl: readUrl(variables, 'REDIS_URL', redisProtocols) && variables.REDIS_URL,
  };
}
