import type { InteractionColumns } from './interaction-columns.js';
import type { TrainingResult, TrainingSettings } from './train-model.js';

/** What a training thread is started with. */
export interface ThreadTask {
  readonly columns: InteractionColumns;
  readonly settings: TrainingSettings;
}

/** What it says: how far it has come, and, last, what came of it. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly share: number; readonly doing: string }
  | { readonly kind: 'result'; readonly result: TrainingResult };

/** The memory of all typed arrays in a message, to be handed over rather than copied. */
export function buffersOf(message: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(message)) return [message.buffer as ArrayBuffer];
  if (typeof message !== 'object' || message === null) return [];
  return [...new Set(Object.values(message).flatMap(buffersOf))];
}
