import { parseArgs } from 'node:util';
import { TrafficError } from './traffic.error.js';

/** How long, against which server and as how many users at once traffic is played. */
export interface TrafficOptions {
  seconds: number;
  url: URL;
  users: number;
  seed: number;
}

const usage = 'usage: npm run traffic -- [--seconds 20] [--url http://127.0.0.1:8001] [--users 8] [--seed 1]';

function readNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (value >= min && value <= max) return value;
  throw new TrafficError(`--${name} must be a number from ${min} to ${max}\n${usage}`);
}

function readUrl(text: string): URL {
  if (URL.canParse(text) && text.startsWith('http://')) return new URL(text);
  throw new TrafficError(`--url must be an http:// address, not '${text}'\n${usage}`);
}

function parse(args: string[], port: number): Record<'seconds' | 'url' | 'users' | 'seed', string> {
  const text = (value: string): { type: 'string'; default: string } => ({ type: 'string', default: value });
  const options = {
    seconds: text('20'),
    url: text(`http://127.0.0.1:${port}`),
    users: text('8'),
    seed: text('1'),
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new TrafficError(`${(error as Error).message}\n${usage}`);
  }
}

/** @throws TrafficError naming the option that is wrong. */
export function readTrafficOptions(args: string[], port: number): TrafficOptions {
  const { seconds, url, users, seed } = parse(args, port);
  return {
    seconds: readNumber('seconds', seconds, 1, 86_400),
    url: readUrl(url),
    users: Math.floor(readNumber('users', users, 1, 100)),
    seed: readNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER),
  };
}
