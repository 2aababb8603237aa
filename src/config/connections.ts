import type { Environment } from './environment.js';

/** Where the stores are; an absent URL means "start or join the embedded server". */
export interface Connections {
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

function withDatabase(url: string, databaseName: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(databaseName)}`;
  return parsed.toString();
}

/** `_DEMO` and `_TEST` variants exist beside the plain variable, which dev and prod use. */
function variantOf(name: string, environment: Environment): string {
  return environment === 'demo' || environment === 'test' ? `${name}_${environment.toUpperCase()}` : name;
}

function fromComponents(
  variables: Variables,
  environment: Environment,
  databaseName: string,
): string | undefined {
  if (!variables.DB_HOST) return undefined;
  const url = new URL('postgres://localhost');
  url.hostname = variables.DB_HOST;
  url.port = variables.DB_PORT ?? '5432';
  url.username = variables.DB_USER ?? 'genonaut';
  url.password = variables.DB_PASSWORD_RW ?? variables.DB_PASSWORD_ADMIN ?? '';
  return withDatabase(url.toString(), variables[variantOf('DB_NAME', environment)] ?? databaseName);
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
  const shared = variables.DATABASE_URL
    ? variant === 'DATABASE_URL'
      ? variables.DATABASE_URL
      : withDatabase(variables.DATABASE_URL, databaseName)
    : undefined;
  return {
    databaseUrl: variables[variant] || shared || fromComponents(variables, environment, databaseName),
    redisUrl: variables.REDIS_URL || undefined,
  };
}
