import { dayMs, hourMs } from '../common/durations.js';

/** Start of the UTC hour an instant lies in. UTC has no shifts, so this is arithmetic on the epoch. */
export function startOfHour(epochMs: number): number {
  return Math.floor(epochMs / hourMs) * hourMs;
}

/** Start of the UTC day an instant lies in. */
export function startOfDay(epochMs: number): number {
  return Math.floor(epochMs / dayMs) * dayMs;
}

let knownSecond = NaN;
let knownPrefix = '';

/** ISO-8601 in UTC with milliseconds. Events come in order, so that most share their second with the one before. */
export function isoTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== knownSecond) {
    knownPrefix = new Date(second * 1000).toISOString().slice(0, -4);
    knownSecond = second;
  }
  return `${knownPrefix}${String(epochMs - second * 1000).padStart(3, '0')}Z`;
}

/** `2026-01-31`, the UTC date of an instant. */
export function utcDate(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/**
 * The instant before which raw events are not kept: whole days, because retention drops whole partitions. The
 * drainer refuses older events and the rollup leaves older hours alone, so all three agree on what exists.
 */
export function retentionHorizon(nowMs: number, rawRetentionDays: number): number {
  return startOfDay(nowMs) - rawRetentionDays * dayMs;
}

const isoPattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** Reads an ISO-8601 date or time, in UTC unless it names a zone; undefined when it is none. */
export function parseUtcTime(text: string): Date | undefined {
  const [, date, time = '00:00', zone = 'Z'] = isoPattern.exec(text) ?? [];
  const epochMs = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs);
}
