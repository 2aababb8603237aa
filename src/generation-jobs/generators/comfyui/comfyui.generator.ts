import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { JobType } from '../../generation-job.entity.js';
import { deriveSeed } from '../derive-seed.js';
import {
  type GeneratedOutput,
  type Generation,
  type GenerationContext,
  GenerationError,
  type GenerationRequest,
  type Generator,
  type GeneratorModels,
} from '../generator.js';
import { requireSize } from '../image-size.js';
import { readSamplerParams, toSamplerInputs } from '../sampler-params.js';
import type { StoredImage } from './comfyui-answers.js';
import { ComfyUiSocket } from './comfyui-socket.js';
import { ComfyUiClient } from './comfyui.client.js';
import { imageTypeOf } from './image-type.js';
import { askPatiently, isPassing, type Patience } from './patience.js';
import { PromptFollower } from './prompt-follower.js';
import { stopPrompts } from './stop-prompts.js';
import { buildWorkflow, type WorkflowOptions } from './workflow.js';

/** What is left after the sampling: decoding and fetching the images. */
const samplingPercent = 95;

export interface ComfyUiSettings {
  readonly url: string;
  /** Silence of a running prompt after which it is taken for lost. */
  readonly idleMs: number;
  /** How often to compare with ComfyUI's queue and history. */
  readonly pollMs?: number;
  /** How long ComfyUI may be out of reach during a generation. */
  readonly patienceMs?: number;
  /** Longest wait for the answer to one request. */
  readonly requestMs?: number;
}

const checkpointLoader = { node: 'CheckpointLoaderSimple', input: 'ckpt_name' };
const loraLoader = { node: 'LoraLoader', input: 'lora_name' };

/** What the ids of all clients of a job begin with, one for each attempt at it. */
function clientPrefix({ jobUuid }: GenerationRequest): string {
  return `genonaut-${jobUuid}.`;
}

/** Has images made by a ComfyUI server. */
export class ComfyUiGenerator implements Generator {
  readonly name = 'comfyui';
  readonly offers = [JobType.Image] as const;
  private readonly logger = new Logger(ComfyUiGenerator.name);
  private readonly settings: Required<ComfyUiSettings>;
  private readonly client: ComfyUiClient;

  constructor(settings: ComfyUiSettings) {
    const longest = Math.min(15_000, settings.idleMs);
    this.settings = { pollMs: 2_000, patienceMs: longest, requestMs: longest, ...settings };
    this.client = new ComfyUiClient(settings.url, this.settings.requestMs);
  }

  /** The first checkpoint serves jobs that name none. */
  async listModels(signal?: AbortSignal): Promise<GeneratorModels> {
    const [checkpoints, loras] = await Promise.all([
      this.client.models('checkpoints', checkpointLoader, signal),
      this.client.models('loras', loraLoader, signal),
    ]);
    return { checkpoints, loras };
  }

  async generate(request: GenerationRequest, context: GenerationContext): Promise<Generation> {
    context.signal.throwIfAborted();
    const options = await this.prepare(request, context.signal);
    await this.clearAway(request, context.signal);
    const clientId = clientPrefix(request) + randomUUID();
    let promptId: string | undefined;
    let follower: PromptFollower | undefined;
    const socket = await ComfyUiSocket.open({
      ...this.client.socketAddress(clientId),
      handshakeMs: this.settings.requestMs,
      reconnectMs: this.settings.pollMs,
      signal: context.signal,
      onMessage: (message) => follower?.hear(message),
      onReconnect: () => follower?.beginAnew(),
    });
    try {
      // not cut short by the signal: a prompt whose submission was cut short could still be queued after we looked
      promptId = await this.client.submit(buildWorkflow(options), clientId);
      await context.onBackendId(promptId);
      follower = this.follow(promptId, socket, context);
      const outputs = await this.collect(await follower.untilDone(), request.batchSize, context);
      context.onProgress(100);
      return { outputs, metadata: describe(options, promptId) };
    } catch (error) {
      const wasAnswerLost = promptId === undefined && isPassing(error);
      await this.stop(clientId, wasAnswerLost ? this.settings.pollMs : 0);
      context.signal.throwIfAborted();
      throw error;
    } finally {
      socket.close();
    }
  }

  private async prepare(request: GenerationRequest, signal: AbortSignal): Promise<WorkflowOptions> {
    if (request.jobType !== JobType.Image) {
      throw new GenerationError('validation', `ComfyUI does not offer ${request.jobType}`);
    }
    const size = requireSize(request);
    const sampler = readSamplerParams(request.params);
    const seed = sampler.seed ?? deriveSeed(request.jobUuid);
    const checkpoint = request.checkpointModel ?? (await this.firstCheckpoint(signal));
    return { request, size, checkpoint, sampler: { ...sampler, seed } };
  }

  private async firstCheckpoint(signal: AbortSignal): Promise<string> {
    const [first] = await this.client.models('checkpoints', checkpointLoader, signal);
    if (first === undefined)
      throw new GenerationError('validation', 'ComfyUI has no checkpoint to generate with');
    return first;
  }

  private follow(promptId: string, socket: ComfyUiSocket, context: GenerationContext): PromptFollower {
    const { idleMs, pollMs } = this.settings;
    return new PromptFollower({
      client: this.client,
      promptId,
      patience: this.patience(context.signal),
      idleMs,
      pollMs,
      isHearing: () => socket.isHearing,
      onShare: (share) => {
        context.onProgress(samplingPercent * share);
      },
    });
  }

  private async collect(
    images: readonly StoredImage[],
    count: number,
    { signal }: GenerationContext,
  ): Promise<GeneratedOutput[]> {
    if (images.length < count) {
      throw new GenerationError('workflow', `ComfyUI made ${images.length} of ${count} images`);
    }
    const outputs: GeneratedOutput[] = [];
    for (const image of images.slice(0, count)) {
      outputs.push(await askPatiently(this.patience(signal), () => this.fetchImage(image, signal)));
    }
    return outputs;
  }

  private async fetchImage(image: StoredImage, signal: AbortSignal): Promise<GeneratedOutput> {
    const data = await this.client.view(image, signal);
    const type = imageTypeOf(data);
    if (!type) throw new GenerationError('unknown', 'ComfyUI answered something else than an image');
    if (!type.isWhole) throw new GenerationError('connection', 'ComfyUI broke off in the middle of an image');
    return { mediaType: type.mediaType, data };
  }

  /** A worker that was killed leaves its prompt behind. What cannot be stopped is no reason not to queue behind it. */
  private async clearAway(request: GenerationRequest, signal: AbortSignal): Promise<void> {
    const isMeant = (clientId: string): boolean => clientId.startsWith(clientPrefix(request));
    const isGone = await askPatiently(this.patience(signal), () =>
      stopPrompts({ client: this.client, isMeant, signal }),
    );
    if (!isGone) this.logger.warn(`an earlier prompt of job ${request.jobUuid} still runs at ComfyUI`);
  }

  /** Stops this attempt only, as another one may have begun. Best effort: ComfyUI may be the very thing that has failed. */
  private async stop(ownId: string, lateMs: number): Promise<void> {
    const isMeant = (clientId: string): boolean => clientId === ownId;
    try {
      const isGone = await stopPrompts({ client: this.client, isMeant, lateMs });
      if (!isGone) this.logger.warn(`the prompt of ${ownId} still runs at ComfyUI`);
    } catch (error) {
      this.logger.warn(`a prompt of ${ownId} may still run at ComfyUI: ${(error as Error).message}`);
    }
  }

  private patience(signal: AbortSignal): Patience {
    return { signal, patienceMs: this.settings.patienceMs, pauseMs: this.settings.pollMs };
  }
}

function describe(
  { request, size, checkpoint, sampler }: WorkflowOptions,
  promptId: string,
): Generation['metadata'] {
  return {
    backend: 'comfyui',
    model: checkpoint,
    loras: request.loraModels.map(({ name }) => name),
    ...toSamplerInputs(sampler),
    ...size,
    prompt_id: promptId,
  };
}
