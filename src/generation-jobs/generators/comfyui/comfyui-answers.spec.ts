import { readChoices, readHistory, readModelNames, readPromptId, readQueue } from './comfyui-answers.js';

const unreadable = expect.objectContaining({ type: 'unknown', isFinal: false });

describe('readQueue', () => {
  it('tells whose prompts run and wait', () => {
    const answer = {
      queue_running: [[1, 'a', {}, { client_id: 'me' }, ['7']]],
      queue_pending: [[2, 'b', {}, {}, ['7']]],
    };
    expect(readQueue(answer)).toEqual({
      running: [{ promptId: 'a', clientId: 'me' }],
      pending: [{ promptId: 'b', clientId: undefined }],
    });
  });

  it.each([
    null,
    [],
    {},
    { queue_running: [], queue_pending: [7] },
    { queue_running: [[1]], queue_pending: [] },
  ])('refuses %j', (answer) => {
    expect(() => readQueue(answer)).toThrow(unreadable);
  });
});

describe('readHistory', () => {
  const image = { filename: 'a.png', subfolder: 'x', type: 'output' };
  const finished = (outputs: object, status?: object): object => ({
    p: { outputs, ...(status && { status }) },
  });
  const failed = (...messages: unknown[]): object =>
    finished({}, { status_str: 'error', completed: false, messages });

  it('finds the images of the node that saves', () => {
    const answer = finished({ '7': { images: [image, { filename: 'b.png' }] }, '9': { images: [] } });
    expect(readHistory(answer, 'p', '7')).toEqual([
      image,
      { filename: 'b.png', subfolder: '', type: 'output' },
    ]);
  });

  it('does not know a prompt that is not finished', () => {
    expect(readHistory({}, 'p', '7')).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['a failed node', failed(['execution_error', { exception_message: 'bad' }]), 'workflow'],
    [
      'no memory',
      failed(['execution_start', {}], ['execution_error', { exception_type: 'OutOfMemoryError' }]),
      'oom',
    ],
    ['an interruption', failed(['execution_interrupted', {}]), 'unknown'],
    ['a failure without a reason', failed(), 'unknown'],
    ['messages of another shape', failed('execution_error', null), 'unknown'],
    ['no output', finished({}), 'workflow'],
    ['an image without a name', finished({ '7': { images: [{}] } }), 'unknown'],
  ])('tells %s', (_case, answer, type) => {
    expect(() => readHistory(answer, 'p', '7')).toThrow(expect.objectContaining({ type }));
  });

  it.each([null, 'p', { p: 7 }])('refuses %j', (answer) => {
    expect(() => readHistory(answer, 'p', '7')).toThrow(unreadable);
  });
});

describe('other answers', () => {
  it('hold the id of a prompt', () => {
    expect(readPromptId({ prompt_id: 'p', number: 1, node_errors: {} })).toBe('p');
    for (const answer of [null, {}, { prompt_id: '' }, { prompt_id: 7 }])
      expect(() => readPromptId(answer)).toThrow(unreadable);
  });

  it('list models, by folder or as the choices of a node of either schema', () => {
    const info = (input: unknown): object => ({ LoraLoader: { input: { required: { lora_name: input } } } });
    expect(readModelNames(['a', 'b'])).toEqual(['a', 'b']);
    expect(readChoices(info([['a', 'b'], { tooltip: 'x' }]), 'LoraLoader', 'lora_name')).toEqual(['a', 'b']);
    expect(readChoices(info(['COMBO', { options: ['a'] }]), 'LoraLoader', 'lora_name')).toEqual(['a']);
    expect(() => readModelNames([7])).toThrow(unreadable);
    expect(() => readChoices({}, 'LoraLoader', 'lora_name')).toThrow(unreadable);
  });
});
