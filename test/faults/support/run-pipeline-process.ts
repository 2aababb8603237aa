import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SettingValues } from '../../../src/config/config.schema.js';

export interface PipelineProcessOptions {
  readonly connections: { databaseUrl: string; redisUrl: string };
  readonly values: Partial<SettingValues>;
  readonly sessionTimeZone?: string;
  readonly now?: string;
  readonly rollUp?: boolean;
}

const script = join(import.meta.dirname, 'pipeline-process.js');

/** Starts a drainer in a process of its own; `timeZone` is that of the machine as the process sees it. */
export function startPipelineProcess(options: PipelineProcessOptions, timeZone = 'UTC'): ChildProcess {
  return spawn(process.execPath, [script, JSON.stringify(options)], {
    env: { ...process.env, TZ: timeZone },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Runs one to its end. */
export async function runPipelineProcess(options: PipelineProcessOptions, timeZone = 'UTC'): Promise<void> {
  const [code] = (await once(startPipelineProcess(options, timeZone).on('error', rethrow), 'exit')) as [
    number | null,
  ];
  if (code !== 0) throw new Error(`pipeline process ended with ${code}`);
}

/** Runs one and kills it that long after it has begun to drain; answers whether it was still at work. */
export async function killWhileDraining(options: PipelineProcessOptions, delayMs: number): Promise<boolean> {
  const child = startPipelineProcess(options).on('error', rethrow);
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), delayMs));
  const [, signal] = await exit;
  return signal === 'SIGKILL';
}

function rethrow(error: Error): never {
  throw error;
}
