import { randomUUID } from 'node:crypto';
import type { Workflow } from '../../../src/generation-jobs/generators/comfyui/workflow.js';

export interface SavedImage {
  filename: string;
  subfolder: string;
  type: string;
}

export interface QueuedPrompt {
  readonly number: number;
  readonly promptId: string;
  readonly workflow: Workflow;
  readonly extra: { client_id?: string };
}

/** How a prompt ended, with the messages that were sent about it. */
export interface Outcome {
  readonly status: 'success' | 'error';
  readonly messages: [type: string, data: object][];
  readonly outputs: Record<string, { images: SavedImage[] }>;
}

/** The queue and the history, whose entries have ComfyUI's shapes. */
export class PromptQueue {
  private pending: QueuedPrompt[] = [];
  private running: QueuedPrompt | undefined;
  /** Submissions that are still on their way. */
  private late: [workflow: Workflow, clientId: string | undefined][] = [];
  private readonly finished = new Map<string, { prompt: QueuedPrompt; outcome: Outcome }>();
  private lastNumber = 0;

  add(workflow: Workflow, clientId: string | undefined): QueuedPrompt {
    const extra = clientId === undefined ? {} : { client_id: clientId };
    const prompt = { number: (this.lastNumber += 1), promptId: randomUUID(), workflow, extra };
    this.pending.push(prompt);
    return prompt;
  }

  addLater(workflow: Workflow, clientId: string | undefined): void {
    this.late.push([workflow, clientId]);
  }

  admitLate(): void {
    for (const submission of this.late.splice(0)) this.add(...submission);
  }

  get current(): QueuedPrompt | undefined {
    return this.running;
  }

  /** Ids of the prompts that run or wait, in order. */
  get promptIds(): string[] {
    return [...(this.running ? [this.running] : []), ...this.pending].map(({ promptId }) => promptId);
  }

  start(): QueuedPrompt | undefined {
    this.running = this.pending.shift();
    return this.running;
  }

  finish(prompt: QueuedPrompt, outcome: Outcome): void {
    if (this.running !== prompt) return;
    this.running = undefined;
    this.finished.set(prompt.promptId, { prompt, outcome });
  }

  delete(promptIds: readonly string[]): void {
    this.pending = this.pending.filter(({ promptId }) => !promptIds.includes(promptId));
  }

  forgetAll(): void {
    this.pending = [];
    this.late = [];
    this.running = undefined;
    this.finished.clear();
  }

  toQueueJson(): object {
    const entry = ({ number, promptId, workflow, extra }: QueuedPrompt): unknown[] => [
      number,
      promptId,
      workflow,
      extra,
      Object.keys(workflow).slice(-1),
    ];
    return {
      queue_running: this.running ? [entry(this.running)] : [],
      queue_pending: this.pending.map(entry),
    };
  }

  toHistoryJson(promptId: string): object {
    const found = this.finished.get(promptId);
    if (!found) return {};
    const { prompt, outcome } = found;
    const status = {
      status_str: outcome.status,
      completed: outcome.status === 'success',
      messages: outcome.messages,
    };
    return {
      [promptId]: {
        prompt: [
          prompt.number,
          promptId,
          prompt.workflow,
          prompt.extra,
          Object.keys(prompt.workflow).slice(-1),
        ],
        outputs: outcome.outputs,
        status,
      },
    };
  }
}
