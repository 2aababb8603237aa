import { validateCronExpression } from 'cron';

/** A setting's type: how a text from the environment and a value from JSON become the value the code sees. */
export interface Setting<T> {
  /** What may be given, in words: shown in the documentation and in the message of a refused value. */
  readonly accepts: string;
  /** One line for docs/configuration.md. */
  readonly about: string;
  /** Answers the value, or undefined when `raw` is not acceptable. */
  parse(raw: unknown): T | undefined;
}

interface Bounds {
  min?: number;
  max?: number;
}

function inBounds(value: number, { min, max }: Bounds): boolean {
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity);
}

function describeBounds(noun: string, { min, max }: Bounds): string {
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${max}`;
  if (min !== undefined) return `${noun} of at least ${min}`;
  return max === undefined ? noun : `${noun} of at most ${max}`;
}

export function integer(about: string, bounds: Bounds = {}): Setting<number> {
  return {
    about,
    accepts: describeBounds('a whole number', bounds),
    parse(raw) {
      const value = typeof raw === 'string' && /^[+-]?\d+$/.test(raw.trim()) ? Number(raw) : raw;
      return Number.isSafeInteger(value) && inBounds(value as number, bounds) ? (value as number) : undefined;
    },
  };
}

/** A number with decimals, such as a share. */
export function decimal(about: string, bounds: Bounds = {}): Setting<number> {
  return {
    about,
    accepts: describeBounds('a number', bounds),
    parse(raw) {
      const value = typeof raw === 'string' && /^[+-]?\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : raw;
      return Number.isFinite(value) && inBounds(value as number, bounds) ? (value as number) : undefined;
    },
  };
}

const truths = new Map([
  ...['true', '1', 'yes', 'on'].map((word): [string, boolean] => [word, true]),
  ...['false', '0', 'no', 'off'].map((word): [string, boolean] => [word, false]),
]);

export function flag(about: string): Setting<boolean> {
  return {
    about,
    accepts: 'true or false',
    parse: (raw) =>
      typeof raw === 'boolean'
        ? raw
        : typeof raw === 'string'
          ? truths.get(raw.trim().toLowerCase())
          : undefined,
  };
}

export function text(about: string, pattern?: { matches: RegExp; accepts: string }): Setting<string> {
  return {
    about,
    accepts: pattern?.accepts ?? 'a text',
    parse: (raw) => {
      if (typeof raw !== 'string') return undefined;
      const trimmed = raw.trim();
      return trimmed !== '' && (!pattern || pattern.matches.test(trimmed)) ? trimmed : undefined;
    },
  };
}

export function oneOf<const T extends string>(about: string, values: readonly T[]): Setting<T> {
  return {
    about,
    accepts: `one of ${values.join(', ')}`,
    parse: (raw) => values.find((value) => value === (typeof raw === 'string' ? raw.trim() : raw)),
  };
}

/** A list: an array in JSON, comma-separated in the environment. With a pattern it must have an item. */
export function list(
  about: string,
  pattern?: { matches: RegExp; accepts: string },
): Setting<readonly string[]> {
  return {
    about,
    accepts: `a list of ${pattern?.accepts ?? 'texts'} (comma-separated in the environment)`,
    parse(raw) {
      const given = typeof raw === 'string' ? raw.split(',').map((item) => item.trim()) : raw;
      if (!Array.isArray(given) || !given.every((item) => typeof item === 'string')) return undefined;
      const items = given.filter((item) => item !== '');
      if (!pattern) return items;
      return items.length > 0 && items.every((item) => pattern.matches.test(item)) ? items : undefined;
    },
  };
}

/** A PostgreSQL duration such as `15s`; kept as text because error answers echo it. */
export function postgresDuration(about: string): Setting<string> {
  return text(about, {
    matches: /^\d+(ms|s|min)$/i,
    accepts: 'a number followed by ms, s or min, such as 15s',
  });
}

/** A five-field cron expression in UTC. */
export function cron(about: string): Setting<string> {
  return {
    about,
    accepts: 'a five-field cron expression such as */10 * * * *',
    parse(raw) {
      if (typeof raw !== 'string') return undefined;
      const fields = raw.trim().split(/\s+/);
      const expression = fields.join(' ');
      return fields.length === 5 && validateCronExpression(expression).valid ? expression : undefined;
    },
  };
}
