import { readMessage } from './comfyui-messages.js';

const read = (type: string, data: object): unknown => readMessage(JSON.stringify({ type, data }));

describe('readMessage', () => {
  it('reads progress as a share of the work of a node', () => {
    expect(read('progress', { prompt_id: 'p', node: '5', value: 3, max: 12 })).toEqual({
      promptId: 'p',
      isLast: false,
      progress: { node: '5', share: 0.25 },
    });
  });

  it.each([
    ['execution_success', {}],
    ['execution_error', { exception_message: 'no' }],
    ['execution_interrupted', {}],
    ['executing', { node: null }],
  ])('takes %s for the end of a prompt', (type, data) => {
    expect(read(type, { prompt_id: 'p', ...data })).toEqual({ promptId: 'p', isLast: true });
  });

  it.each(['execution_start', 'execution_cached', 'executed', 'progress_state'])(
    'takes %s for a sign of life',
    (type) => {
      expect(read(type, { prompt_id: 'p', node: '5' })).toEqual({ promptId: 'p', isLast: false });
    },
  );

  it('takes progress it cannot count for a sign of life', () => {
    expect(read('progress', { prompt_id: 'p', node: '5', value: 1, max: 0 })).toEqual({
      promptId: 'p',
      isLast: false,
    });
  });

  it.each([
    '',
    'null',
    '[]',
    '{"type":',
    '{"type":"executing"}',
    '{"type":7,"data":{"prompt_id":"p"}}',
    '{"type":"status","data":{}}',
  ])('ignores %j', (text) => {
    expect(readMessage(text)).toBeUndefined();
  });
});
