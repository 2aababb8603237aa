import { setTimeout } from 'node:timers/promises';
import type { WorkflowNode } from '../../../src/generation-jobs/generators/comfyui/workflow.js';
import type { Faults } from './faults.js';
import type { Outcome, PromptQueue, QueuedPrompt, SavedImage } from './prompt-queue.js';
import type { SocketHub } from './socket-hub.js';

export interface ExecutorOptions {
  readonly queue: PromptQueue;
  readonly hub: SocketHub;
  readonly faults: Faults;
  /** Time one step of the sampler takes. */
  readonly stepMs: number;
  /** Draws an image under this name. */
  readonly save: (filename: string, width: number, height: number) => Promise<void>;
  readonly restart: () => void;
}

class Interruption extends Error {}

class NodeFailure extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** Works on one prompt after the other and tells its client, as ComfyUI's worker thread does. */
export class Executor {
  /** Prompts whose execution was interrupted, in order. */
  readonly interrupted: string[] = [];
  private isWorking = false;
  private isStopped = false;
  private wasInterrupted = false;

  constructor(private readonly options: ExecutorOptions) {}

  /** Begins with what is queued unless it is at it already. */
  nudge(): void {
    if (!this.isWorking) void this.work();
  }

  interrupt(): void {
    this.wasInterrupted = true;
  }

  stop(): void {
    this.isStopped = true;
  }

  private async work(): Promise<void> {
    const { queue, hub } = this.options;
    this.isWorking = true;
    for (;;) {
      await setTimeout(this.options.stepMs);
      const prompt = this.isStopped ? undefined : queue.start();
      if (!prompt) break;
      this.wasInterrupted = false;
      this.announceQueue();
      const outcome = await this.execute(prompt);
      queue.finish(prompt, outcome);
      hub.send(prompt.extra.client_id, 'executing', { node: null, prompt_id: prompt.promptId });
      this.announceQueue();
    }
    this.isWorking = false;
  }

  private announceQueue(): void {
    this.options.hub.broadcast('status', {
      status: { exec_info: { queue_remaining: this.options.queue.promptIds.length } },
    });
  }

  private async execute(prompt: QueuedPrompt): Promise<Outcome> {
    const messages: Outcome['messages'] = [];
    const tell = (type: string, data: object): void => {
      const message = { ...data, prompt_id: prompt.promptId };
      this.options.hub.send(prompt.extra.client_id, type, message);
      if (type.startsWith('execution_')) messages.push([type, { ...message, timestamp: Date.now() }]);
    };
    let node: [string, WorkflowNode] | undefined;
    try {
      tell('execution_start', {});
      tell('execution_cached', { nodes: [] });
      const outputs: Outcome['outputs'] = {};
      for (node of Object.entries(prompt.workflow)) {
        tell('executing', { node: node[0], display_node: node[0] });
        const images = await this.executeNode(prompt, node, tell);
        if (!images) continue;
        outputs[node[0]] = { images };
        tell('executed', { node: node[0], display_node: node[0], output: { images } });
      }
      tell('execution_success', {});
      return { status: 'success', messages, outputs };
    } catch (error) {
      this.tellFailure(error, node, prompt, tell);
      return { status: 'error', messages, outputs: {} };
    }
  }

  private tellFailure(
    error: unknown,
    node: [string, WorkflowNode] | undefined,
    { promptId }: QueuedPrompt,
    tell: (type: string, data: object) => void,
  ): void {
    const where = { node_id: node?.[0], node_type: node?.[1].class_type, executed: [] };
    if (error instanceof NodeFailure) {
      const what = { exception_type: error.type, exception_message: error.message, traceback: [] };
      tell('execution_error', { ...where, ...what, current_inputs: {}, current_outputs: [] });
      return;
    }
    if (this.wasInterrupted) this.interrupted.push(promptId);
    tell('execution_interrupted', where);
  }

  private async executeNode(
    prompt: QueuedPrompt,
    [id, node]: [string, WorkflowNode],
    tell: (type: string, data: object) => void,
  ): Promise<SavedImage[] | undefined> {
    if (this.options.queue.current !== prompt || this.wasInterrupted) throw new Interruption();
    if (node.class_type === 'KSampler') await this.sample(prompt, id, Number(node.inputs.steps), tell);
    return node.class_type === 'SaveImage'
      ? await this.saveImages(prompt, String(node.inputs.filename_prefix))
      : undefined;
  }

  private async sample(
    prompt: QueuedPrompt,
    node: string,
    steps: number,
    tell: (type: string, data: object) => void,
  ): Promise<void> {
    const { faults, hub, queue, stepMs } = this.options;
    if (faults.strikes('oom')) {
      throw new NodeFailure('torch.OutOfMemoryError', 'Allocation on device 0 would exceed allowed memory.');
    }
    if (faults.strikes('node-error'))
      throw new NodeFailure('RuntimeError', 'mat1 and mat2 shapes cannot be multiplied');
    for (let step = 1; step <= steps; step++) {
      await setTimeout(stepMs);
      while (faults.isOn('hang') && queue.current === prompt && !this.wasInterrupted)
        await setTimeout(stepMs);
      if (queue.current !== prompt || this.wasInterrupted) throw new Interruption();
      tell('progress', { value: step, max: steps, node });
      hub.sendPreview(prompt.extra.client_id);
      if (step !== Math.ceil(steps / 2)) continue;
      if (faults.strikes('drop-socket')) hub.dropAll();
      if (faults.strikes('restart')) this.options.restart();
    }
  }

  private async saveImages({ workflow }: QueuedPrompt, prefix: string): Promise<SavedImage[]> {
    const latent = Object.values(workflow).find(
      ({ class_type: type }) => type === 'EmptyLatentImage',
    )?.inputs;
    const count = this.options.faults.strikes('no-image') ? 0 : Number(latent?.batch_size);
    const names = Array.from(
      { length: count },
      (_, index) => `${prefix}_${String(index + 1).padStart(5, '0')}_.png`,
    );
    for (const name of names) await this.options.save(name, Number(latent?.width), Number(latent?.height));
    return names.map((filename) => ({ filename, subfolder: '', type: 'output' }));
  }
}
