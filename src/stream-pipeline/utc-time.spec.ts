import { isoTime, parseUtcTime, retentionHorizon, startOfDay, startOfHour, utcDate } from './utc-time.js';

const at = (instant: string): number => Date.parse(instant);

describe('UTC time', () => {
  it('finds the hour and the day an instant lies in', () => {
    expect(startOfHour(at('2026-03-08T06:59:59.999Z'))).toBe(at('2026-03-08T06:00:00Z'));
    expect(startOfHour(at('2026-03-08T07:00:00Z'))).toBe(at('2026-03-08T07:00:00Z'));
    expect(startOfDay(at('2026-03-08T06:59:59.999Z'))).toBe(at('2026-03-08T00:00:00Z'));
    expect(utcDate(at('2026-03-08T23:59:59.999Z'))).toBe('2026-03-08');
  });

  it.each([
    0, 7, 999, 1_000, 1_767_261_600_123, 1_767_261_600_999, 1_767_261_601_000, -1, -1_000,
    -62_167_219_200_000,
  ])('writes %d as Date does', (epochMs) => {
    expect(isoTime(epochMs)).toBe(new Date(epochMs).toISOString());
  });

  it('keeps whole days of raw events', () => {
    expect(retentionHorizon(at('2026-04-01T13:45:00Z'), 90)).toBe(at('2026-01-01T00:00:00Z'));
  });

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:30', '2026-01-31T10:30:00.000Z'],
    ['2026-01-31 10:30:15.5', '2026-01-31T10:30:15.500Z'],
    ['2026-01-31T10:30Z', '2026-01-31T10:30:00.000Z'],
    ['2026-01-31T10:30+02:00', '2026-01-31T08:30:00.000Z'],
  ])('reads %s as UTC unless a zone is named', (text, instant) => {
    expect(parseUtcTime(text)?.toISOString()).toBe(instant);
  });

  it.each(['', 'yesterday', '2026-13-01', '2026-01-31T25:00', '31.01.2026'])('refuses %j', (text) => {
    expect(parseUtcTime(text)).toBeUndefined();
  });
});
