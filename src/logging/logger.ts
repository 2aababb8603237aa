import {
  type DestinationStream,
  type Logger,
  type LoggerOptions,
  pino,
  stdSerializers,
  stdTimeFunctions,
} from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { currentRequestContext } from '../common/request-context.js';

/** Where log lines go: programs read the CLI's stdout, so there they go to stderr. */
export type LogTarget = 'stdout' | 'stderr';

const fileDescriptors = { stdout: 1, stderr: 2 } as const;

/** An error as it is logged: without the values of a failed statement, which are people's data. */
function describeError(error: unknown): unknown {
  const described: unknown = stdSerializers.err(error as Error);
  if (described === null || typeof described !== 'object') return described;
  const {
    parameters: _values,
    detail: _row,
    driverError: _cause,
    ...rest
  } = described as Record<string, unknown>;
  return rest;
}

/** Makes the process's logger: JSON lines in production, readable ones in dev; each names its request. */
export function createLogger(
  config: AppConfig,
  target: LogTarget = 'stdout',
  destination?: DestinationStream,
): Logger {
  const options: LoggerOptions = {
    level: config.get('log-level'),
    base: { environment: config.environment },
    serializers: { err: describeError },
    timestamp: stdTimeFunctions.isoTime,
    mixin: () => {
      const context = currentRequestContext();
      return context ? { request_id: context.requestId } : {};
    },
  };
  if (destination) return pino(options, destination);
  if (config.get('log-format') === 'json') return pino(options, pino.destination(fileDescriptors[target]));
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: {
        destination: fileDescriptors[target],
        ignore: 'pid,hostname,environment',
        translateTime: 'HH:MM:ss.l',
      },
    },
  });
}
