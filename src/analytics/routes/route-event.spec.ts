import { encodeJsonEvent } from '../../stream-pipeline/json-event.js';
import { decodeRouteEvent, type RouteEvent } from './route-event.js';

const required: RouteEvent = {
  route: '/api/v1/content/{id}',
  method: 'GET',
  timestamp: '2026-01-01T10:00:00.123Z',
  durationMs: 12,
  statusCode: 200,
};
const event: RouteEvent = {
  ...required,
  userId: '121e194b-4caa-4b81-ad4f-86ca3919d5b9',
  params: { tag: ['a', 'b'], q: '' },
  requestBytes: 10,
  responseBytes: 20,
  dbQueries: 0,
};

const occurredAt = Date.UTC(2026, 0, 1, 10, 0, 0, 123);

const decode = (value: unknown): ReturnType<typeof decodeRouteEvent> =>
  decodeRouteEvent(JSON.stringify(value));

describe('route events', () => {
  it.each([
    ['every field', event],
    ['nothing optional', required],
  ])('survive the stream with %s', (_case, original) => {
    expect(decodeRouteEvent(encodeJsonEvent(original))).toEqual({ ok: true, event: original, occurredAt });
  });

  it('lose a user id that is none, and nothing else', () => {
    expect(decode({ ...event, userId: 'test-user-123' })).toEqual({
      ok: true,
      event: { ...event, userId: undefined },
      occurredAt,
    });
  });

  it.each([
    ['route', ''],
    ['method', 5],
    ['timestamp', '2026-01-01T10:00:00'],
    ['timestamp', 'soonZ'],
    ['durationMs', -1],
    ['durationMs', 'fast'],
    ['durationMs', null],
    ['route', 'x'.repeat(501)],
    ['statusCode', 99],
    ['statusCode', 200.5],
    ['params', { q: 1 }],
    ['params', []],
    ['responseBytes', -1],
  ])('are refused with %s %j', (field, value) => {
    expect(decode({ ...event, [field]: value })).toEqual({
      ok: false,
      reason: `${field} is missing or not valid`,
    });
  });

  it.each(['', '{', 'null', '[]', '"text"', '17'])('are refused as %j', (payload) => {
    expect(decodeRouteEvent(payload)).toEqual({ ok: false, reason: 'not a JSON object' });
  });
});
