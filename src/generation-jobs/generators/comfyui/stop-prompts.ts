import type { QueuedPrompt } from './comfyui-answers.js';
import type { ComfyUiClient } from './comfyui.client.js';
import { pause } from './patience.js';

const lookAgainMs = 100;
const giveUpMs = 5_000;

/**
 * A prompt notices an interruption only between two steps, and forgets one that comes before its first: so it has to be
 * repeated, but not often, for an older ComfyUI interrupts whatever has begun since we looked.
 */
const interruptAgainMs = 1_000;

export interface PromptsToStop {
  readonly client: ComfyUiClient;
  readonly isMeant: (clientId: string) => boolean;
  /** How long a submission may still be on its way: while nothing has been seen of it, it is looked for once more. */
  readonly lateMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Takes the prompts of some clients off ComfyUI, and nothing of anybody else: the client's id finds also a prompt whose
 * own id was never learnt, because the answer to its submission was lost. Looks again until nothing is left, since a
 * prompt may start while it is deleted. Answers whether ComfyUI has let go of them in time. @throws GenerationError; or
 * the reason of the signal
 */
export async function stopPrompts({ signal, ...prompts }: PromptsToStop): Promise<boolean> {
  const deadline = AbortSignal.timeout(giveUpMs);
  try {
    await untilGone(prompts, signal ? AbortSignal.any([signal, deadline]) : deadline);
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) return false;
    throw error;
  }
}

async function untilGone({ client, isMeant, lateMs = 0 }: PromptsToStop, signal: AbortSignal): Promise<void> {
  const interruptAt = new Map<string, number>();
  const isOwn = ({ clientId }: QueuedPrompt): boolean => clientId !== undefined && isMeant(clientId);
  let mayBeLate = lateMs > 0;
  for (;;) {
    const { pending, running } = await client.queue(signal);
    const waiting = pending.filter(isOwn).map(({ promptId }) => promptId);
    const current = running.find(isOwn)?.promptId;
    const isEmpty = waiting.length === 0 && current === undefined;
    if (isEmpty && !mayBeLate) return;
    mayBeLate = false;
    if (waiting.length > 0) await client.deleteFromQueue(waiting, signal);
    else if (current !== undefined && performance.now() >= (interruptAt.get(current) ?? 0)) {
      await client.interrupt(current, signal);
      interruptAt.set(current, performance.now() + interruptAgainMs);
    }
    await pause(isEmpty ? lateMs : lookAgainMs, signal);
  }
}
