import { imageRequest } from '../../../../test/support/generation-request.js';
import { buildWorkflow, type Workflow } from './workflow.js';

const sampler = { seed: 42, steps: 12, cfg: 6.5, samplerName: 'ddim', scheduler: 'karras', denoise: 0.9 };

function build(overrides: Parameters<typeof imageRequest>[0] = {}): Workflow {
  const size = { width: 832, height: 1216 };
  return buildWorkflow({ request: imageRequest(overrides), size, checkpoint: 'dreams.safetensors', sampler });
}

function nodesOf(workflow: Workflow, type: string): Workflow[string][] {
  return Object.values(workflow).filter(({ class_type: own }) => own === type);
}

describe('buildWorkflow', () => {
  it('says everything the job says', () => {
    const workflow = build({ prompt: 'a heron', negativePrompt: 'blur', batchSize: 3 });
    expect(nodesOf(workflow, 'CheckpointLoaderSimple')[0]!.inputs).toEqual({
      ckpt_name: 'dreams.safetensors',
    });
    expect(nodesOf(workflow, 'CLIPTextEncode').map(({ inputs }) => inputs.text)).toEqual(['a heron', 'blur']);
    expect(nodesOf(workflow, 'EmptyLatentImage')[0]!.inputs).toEqual({
      width: 832,
      height: 1216,
      batch_size: 3,
    });
    expect(nodesOf(workflow, 'KSampler')[0]!.inputs).toMatchObject({
      seed: 42,
      steps: 12,
      cfg: 6.5,
      sampler_name: 'ddim',
      scheduler: 'karras',
      denoise: 0.9,
    });
    expect(nodesOf(workflow, 'SaveImage')[0]!.inputs.filename_prefix).toBe(
      `genonaut-${imageRequest().jobUuid}`,
    );
  });

  it('chains LoRAs, each on what the one before has made', () => {
    const workflow = build({
      loraModels: [
        { name: 'ink', strength_model: 0.6 },
        { name: 'light', strength_model: 1, strength_clip: 0.2 },
      ],
    });
    const [first, second] = nodesOf(workflow, 'LoraLoader');
    expect(first!.inputs).toEqual({
      lora_name: 'ink',
      strength_model: 0.6,
      strength_clip: 0.6,
      model: ['1', 0],
      clip: ['1', 1],
    });
    expect(second!.inputs).toMatchObject({
      lora_name: 'light',
      strength_clip: 0.2,
      model: ['10', 0],
      clip: ['10', 1],
    });
    expect(nodesOf(workflow, 'KSampler')[0]!.inputs.model).toEqual(['11', 0]);
    for (const { inputs } of nodesOf(workflow, 'CLIPTextEncode')) expect(inputs.clip).toEqual(['11', 1]);
  });

  it('links only nodes there are', () => {
    const workflow = build({ loraModels: [{ name: 'ink' }] });
    const inputs = Object.values(workflow).flatMap((node) => Object.values(node.inputs));
    const linked = inputs.filter((input) => Array.isArray(input)).map((link) => String(link[0]));
    for (const node of linked) expect(Object.keys(workflow)).toContain(node);
  });
});
