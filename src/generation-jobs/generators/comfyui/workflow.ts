import type { GenerationRequest } from '../generator.js';
import type { ImageSize } from '../image-size.js';
import { type ChosenSampler, toSamplerInputs } from '../sampler-params.js';

/** An output of another node: its id and which of its outputs. */
export type Link = readonly [node: string, output: number];

export interface WorkflowNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, string | number | Link>>;
}

/** Nodes by id, as ComfyUI's API takes them. */
export type Workflow = Readonly<Record<string, WorkflowNode>>;

/** Nodes whose messages and outputs tell how far a generation is. */
export const samplerNode = '5';
export const saveNode = '7';

const nodes = { checkpoint: '1', positive: '2', negative: '3', latent: '4', decode: '6' } as const;
const firstLoraNode = 10;

export interface WorkflowOptions {
  readonly request: GenerationRequest;
  readonly size: ImageSize;
  readonly checkpoint: string;
  readonly sampler: ChosenSampler;
}

interface LoraChain {
  readonly loaders: Workflow;
  readonly model: Link;
  readonly clip: Link;
}

/** Each LoRA changes what the one before has made of the checkpoint. */
function chainLoras(loras: GenerationRequest['loraModels']): LoraChain {
  const loaders: Record<string, WorkflowNode> = {};
  let model: Link = [nodes.checkpoint, 0];
  let clip: Link = [nodes.checkpoint, 1];
  for (const [index, lora] of loras.entries()) {
    const id = String(firstLoraNode + index);
    const strength = lora.strength_model ?? 1;
    loaders[id] = {
      class_type: 'LoraLoader',
      inputs: {
        lora_name: lora.name,
        strength_model: strength,
        strength_clip: lora.strength_clip ?? strength,
        model,
        clip,
      },
    };
    [model, clip] = [
      [id, 0],
      [id, 1],
    ];
  }
  return { loaders, model, clip };
}

/** The workflow that makes an image of text: checkpoint, LoRAs, prompts, sampler, and files named after the job. */
export function buildWorkflow({ request, size, checkpoint, sampler }: WorkflowOptions): Workflow {
  const { loaders, model, clip } = chainLoras(request.loraModels);
  const encode = (text: string): WorkflowNode => ({ class_type: 'CLIPTextEncode', inputs: { text, clip } });
  return {
    [nodes.checkpoint]: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    ...loaders,
    [nodes.positive]: encode(request.prompt),
    [nodes.negative]: encode(request.negativePrompt ?? ''),
    [nodes.latent]: { class_type: 'EmptyLatentImage', inputs: { ...size, batch_size: request.batchSize } },
    [samplerNode]: {
      class_type: 'KSampler',
      inputs: {
        ...toSamplerInputs(sampler),
        model,
        positive: [nodes.positive, 0],
        negative: [nodes.negative, 0],
        latent_image: [nodes.latent, 0],
      },
    },
    [nodes.decode]: {
      class_type: 'VAEDecode',
      inputs: { samples: [samplerNode, 0], vae: [nodes.checkpoint, 2] },
    },
    [saveNode]: {
      class_type: 'SaveImage',
      inputs: { filename_prefix: `genonaut-${request.jobUuid}`, images: [nodes.decode, 0] },
    },
  };
}
