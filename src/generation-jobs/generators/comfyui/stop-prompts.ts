import type { QueuedPrompt } from './comfyui-answers.js';
import type { ComfyUiClient } from './comfyui.client.js';
import { pause } from './patience.js';

/** A prompt notices an interruption only between two steps, and forgets one that comes before its first. */
const lookAgainMs = 100;
const giveUpMs = 5_000;

/**
 * Takes whatever a client has queued or running off ComfyUI, and nothing of anybody else: the client's id finds also a
 * prompt whose own id was never learnt, because the answer to its submission was lost. Looks again until nothing is left,
 * since a prompt may start while it is deleted. @throws when ComfyUI does not let go of it in time
 */
export async function stopPrompts(client: ComfyUiClient, clientId: string): Promise<void> {
  const signal = AbortSignal.timeout(giveUpMs);
  const isOwn = (prompt: QueuedPrompt): boolean => prompt.clientId === clientId;
  for (;;) {
    const { pending, running } = await client.queue(signal);
    const waiting = pending.filter(isOwn).map(({ promptId }) => promptId);
    const current = running.find(isOwn);
    if (waiting.length > 0) await client.deleteFromQueue(waiting, signal);
    else if (current) await client.interrupt(current.promptId, signal);
    else return;
    await pause(lookAgainMs, signal);
  }
}
