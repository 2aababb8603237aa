import { toExecutionError, toRefusal } from './comfyui-errors.js';

function refusalWith(...types: string[]): object {
  const errors = types.map((type) => ({
    type,
    message: `it is ${type}`,
    details: 'ckpt_name',
    extra_info: {},
  }));
  return {
    error: {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details: '',
    },
    node_errors: { '1': { errors, dependent_outputs: ['7'], class_type: 'CheckpointLoaderSimple' } },
  };
}

describe('toRefusal', () => {
  it.each(['value_not_in_list', 'value_smaller_than_min', 'value_bigger_than_max', 'invalid_input_type'])(
    'blames the job for %s',
    (type) => {
      expect(toRefusal(refusalWith(type))).toMatchObject({
        type: 'validation',
        isFinal: true,
        message: `ComfyUI refused the prompt: it is ${type}: ckpt_name`,
      });
    },
  );

  it.each(['required_input_missing', 'bad_linked_input', 'return_type_mismatch'])(
    'blames the workflow for %s',
    (type) => {
      expect(toRefusal(refusalWith(type))).toMatchObject({ type: 'workflow', isFinal: true });
    },
  );

  it.each([
    [
      { error: { type: 'missing_node_type', message: "Node 'X' not found." }, node_errors: {} },
      "Node 'X' not found.",
    ],
    [{ error: 'no prompt', node_errors: [] }, 'no prompt'],
    [{}, 'no reason given'],
    [null, 'no reason given'],
  ])('blames the workflow for %j', (body, reason) => {
    expect(toRefusal(body)).toMatchObject({
      type: 'workflow',
      message: `ComfyUI refused the prompt: ${reason}`,
    });
  });
});

describe('toExecutionError', () => {
  it.each([
    ['torch.OutOfMemoryError', 'Allocation on device 0 would exceed allowed memory.'],
    ['torch.cuda.OutOfMemoryError', 'CUDA error'],
    ['RuntimeError', 'MPS backend out of memory (MPS allocated: 9 GB)'],
    ['RuntimeError', 'HIP out of memory'],
    ['RuntimeError', 'DefaultCPUAllocator: not enough memory: you tried to allocate 12 bytes'],
  ])('sees that memory ran out: %s %s', (type, message) => {
    const error = toExecutionError({
      node_type: 'KSampler',
      exception_type: type,
      exception_message: message,
    });
    expect(error).toMatchObject({
      type: 'oom',
      isFinal: false,
      message: `ComfyUI failed: KSampler: ${type}: ${message}`,
    });
  });

  it('takes anything else for a fault of the workflow', () => {
    const error = toExecutionError({
      exception_type: 'RuntimeError',
      exception_message: 'shapes cannot be multiplied',
    });
    expect(error).toMatchObject({ type: 'workflow', isFinal: true });
  });

  it('keeps the message short', () => {
    expect(toExecutionError({ exception_message: 'x'.repeat(50_000) }).message.length).toBeLessThan(1100);
  });
});
