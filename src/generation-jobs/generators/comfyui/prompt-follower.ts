import { GenerationError } from '../generator.js';
import type { StoredImage } from './comfyui-answers.js';
import type { PromptMessage } from './comfyui-messages.js';
import type { ComfyUiClient } from './comfyui.client.js';
import { askPatiently, type Patience } from './patience.js';
import { samplerNode } from './workflow.js';

/** How soon to look again for the history of a prompt that has just ended: it is told before it is written. */
const settleMs = 100;

export interface FollowerOptions {
  readonly client: ComfyUiClient;
  readonly promptId: string;
  readonly patience: Patience;
  /** Silence after which a running prompt is taken for lost. */
  readonly idleMs: number;
  readonly pollMs: number;
  /** Whether messages would be heard. */
  readonly isHearing: () => boolean;
  /** Share of the sampling that is done. */
  readonly onShare: (share: number) => void;
}

/**
 * Waits for the end of one prompt. ComfyUI's queue and history decide what has become of it; the messages of the socket
 * only say how far it is, that it is alive and when to look: so a lost message costs a moment and not the image.
 */
export class PromptFollower {
  private lastSign = performance.now();
  private hasEnded = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: FollowerOptions) {}

  /** Whatever was said until now may have been missed: silence counts from here. */
  beginAnew(): void {
    this.lastSign = performance.now();
  }

  hear({ promptId, isLast, progress }: PromptMessage): void {
    if (promptId !== this.options.promptId) return;
    this.lastSign = performance.now();
    if (progress?.node === samplerNode) this.options.onShare(progress.share);
    if (!isLast) return;
    this.hasEnded = true;
    this.wake();
  }

  /** The images the prompt saved. @throws GenerationError; or the reason of the signal */
  async untilDone(): Promise<StoredImage[]> {
    const { patience, idleMs } = this.options;
    for (;;) {
      const images = await askPatiently(patience, () => this.look());
      if (images === 'forgotten') {
        throw new GenerationError(
          'connection',
          'ComfyUI does not know the prompt any more: it was restarted',
        );
      }
      if (images !== 'unfinished') return images;
      if (performance.now() - this.lastSign > idleMs) {
        throw new GenerationError('timeout', `ComfyUI said nothing for ${idleMs / 1000} seconds`);
      }
      await this.untilNews();
      patience.signal.throwIfAborted();
    }
  }

  /** Prompts move from the queue to the history and never back: asked in this order, none slips through between. */
  private async look(): Promise<StoredImage[] | 'unfinished' | 'forgotten'> {
    const { client, promptId, patience, isHearing } = this.options;
    const { pending, running } = await client.queue(patience.signal);
    const isPending = pending.some((prompt) => prompt.promptId === promptId);
    const isRunning = running.some((prompt) => prompt.promptId === promptId);
    if (!isPending && !isRunning) return (await client.history(promptId, patience.signal)) ?? 'forgotten';
    if (isPending || !isHearing()) this.lastSign = performance.now();
    return 'unfinished';
  }

  private untilNews(): Promise<void> {
    const { signal } = this.options.patience;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, this.hasEnded ? settleMs : this.options.pollMs);
      signal.addEventListener('abort', done);
      this.wake = done;
    });
  }
}
