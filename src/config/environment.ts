import { ConfigError } from './config.error.js';

export const environments = ['dev', 'demo', 'test', 'prod'] as const;
export type Environment = (typeof environments)[number];

function parseEnvironment(variable: string, value: string, name: string): Environment {
  const known = environments.find((candidate) => candidate === name);
  if (!known) throw new ConfigError(variable, `must name one of ${environments.join(', ')}, not '${value}'`);
  return known;
}

/** `local-demo`, `cloud-prod`, `local-test-wt2`: a trailing worktree mark is dropped, the last part counts. */
function parseTarget(target: string): Environment {
  const parts = target
    .split('-')
    .filter((part, index, all) => !(index === all.length - 1 && /^wt\d+$/.test(part)));
  return parseEnvironment('ENV_TARGET', target, parts.at(-1) ?? '');
}

/**
 * Picks the environment from APP_ENV or ENV_TARGET (contract §4.14).
 * @throws ConfigError when either is unknown or the two disagree.
 */
export function resolveEnvironment(
  variables: { APP_ENV?: string | undefined; ENV_TARGET?: string | undefined },
  fallback: Environment = 'dev',
): Environment {
  const named = variables.APP_ENV
    ? parseEnvironment('APP_ENV', variables.APP_ENV, variables.APP_ENV)
    : undefined;
  const targeted = variables.ENV_TARGET ? parseTarget(variables.ENV_TARGET) : undefined;
  if (named && targeted && named !== targeted) {
    throw new ConfigError('APP_ENV', `is '${named}' but ENV_TARGET means '${targeted}'; set one of them`);
  }
  return named ?? targeted ?? fallback;
}
