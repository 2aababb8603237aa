import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Fields of /proc/<pid>/stat after the command name, which itself may contain spaces and parentheses. */
function readLinuxStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function readPs(pid: number, column: string): string | undefined {
  try {
    return (
      execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}

/**
 * When a process began, as the system writes it; undefined when it is not running (a zombie is not).
 * With the pid it names one process for good, so that a reused pid is not taken for the one that died.
 */
export function processStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return readPs(pid, 'lstart');
  const [state, ...rest] = readLinuxStat(pid) ?? [];
  return state === undefined || state === 'Z' ? undefined : rest[18];
}

/** The command line of a running process, or undefined. */
export function processCommand(pid: number): string | undefined {
  if (process.platform !== 'linux') return readPs(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}

/** A process, named so that it cannot be confused with a later one of the same pid. */
export interface ProcessName {
  pid: number;
  start: string | undefined;
}

export function thisProcess(): ProcessName {
  return { pid: process.pid, start: processStart(process.pid) };
}

export function isRunning({ pid, start }: ProcessName): boolean {
  const current = processStart(pid);
  return current !== undefined && current === start;
}
