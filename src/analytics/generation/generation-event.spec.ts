import { encodeJsonEvent } from '../../stream-pipeline/json-event.js';
import { decodeGenerationEvent, type GenerationEvent } from './generation-event.js';

const moment = {
  generationId: '0e0a5a3e-64a0-4b61-9b9c-6a2ae5f8b6a1',
  userId: '121e194b-4caa-4b81-ad4f-86ca3919d5b9',
  timestamp: '2026-01-01T10:00:00.123Z',
  generationType: 'standard',
};
const parameters = {
  modelCheckpoint: 'dreamshaper_8.safetensors',
  imageDimensions: { width: 832, height: 1216 },
  batchSize: 2,
};
const request: GenerationEvent = {
  eventType: 'request',
  ...moment,
  ...parameters,
  queueLength: 0,
  promptTokens: 7,
};
const completion: GenerationEvent = {
  eventType: 'completion',
  ...moment,
  ...parameters,
  success: false,
  durationMs: 0,
  generationTimeMs: 0,
  queueWaitTimeMs: 12,
  errorType: 'oom',
  errorMessage: 'out of memory',
};
const cancellation: GenerationEvent = { eventType: 'cancellation', ...moment };

const occurredAt = Date.UTC(2026, 0, 1, 10, 0, 0, 123);

const decode = (value: unknown): ReturnType<typeof decodeGenerationEvent> =>
  decodeGenerationEvent(JSON.stringify(value));

describe('generation events', () => {
  it.each([
    request,
    completion,
    cancellation,
    { eventType: 'request', timestamp: moment.timestamp } as const,
  ])('survive the stream: %j', (event) => {
    expect(decodeGenerationEvent(encodeJsonEvent(event))).toEqual({ ok: true, event, occurredAt });
  });

  it.each(['generationId', 'userId'])('lose a wrong %s, and nothing else', (field) => {
    expect(decode({ ...request, [field]: 'test-user-123' })).toEqual({
      ok: true,
      event: { ...request, [field]: undefined },
      occurredAt,
    });
  });

  it.each<[string, unknown]>([
    ['eventType', 'requested'],
    ['eventType', undefined],
    ['timestamp', '2026-01-01T10:00:00'],
    ['success', 'True'],
    ['success', undefined],
    ['durationMs', -1],
    ['durationMs', 1.5],
    ['queueWaitTimeMs', '12'],
    ['generationTimeMs', null],
    ['batchSize', 'two'],
    ['promptTokens', {}],
    ['queueLength', -1],
    ['generationType', 'x'.repeat(21)],
    ['modelCheckpoint', 7],
    ['errorType', []],
    ['errorMessage', false],
    ['imageDimensions', { width: 832 }],
    ['imageDimensions', '832x1216'],
  ])('are refused with %s %j', (field, value) => {
    expect(decode({ ...completion, [field]: value })).toEqual({
      ok: false,
      reason: `${field} is missing or not valid`,
    });
  });

  it.each([request, cancellation])('have no outcome unless they are a completion: %j', (event) => {
    expect(decode({ ...event, success: false })).toMatchObject({ ok: false });
  });

  it.each(['', '{', 'null', '[]', '"text"', '17'])('are refused as %j', (payload) => {
    expect(decodeGenerationEvent(payload)).toEqual({ ok: false, reason: 'not a JSON object' });
  });
});
