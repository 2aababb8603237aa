import { type DestinationStream, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { currentRequestContext } from '../common/request-context.js';

/** Where log lines go: programs read the CLI's stdout, so there they go to stderr. */
export type LogTarget = 'stdout' | 'stderr';

const fileDescriptors = { stdout: 1, stderr: 2 } as const;

/** Makes the process's logger: JSON lines in production, readable ones in dev; each names its request. */
export function createLogger(
  config: AppConfig,
  target: LogTarget = 'stdout',
  destination?: DestinationStream,
): Logger {
  const options: LoggerOptions = {
    level: config.get('log-level'),
    base: { environment: config.environment },
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
