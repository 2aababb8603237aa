import { setTimeout } from 'node:timers/promises';
import { GenerationError, type GenerationErrorType } from '../generator.js';

const passingTypes: ReadonlySet<GenerationErrorType> = new Set(['connection', 'timeout']);

export interface Patience {
  readonly signal: AbortSignal;
  /** How long ComfyUI may be out of reach. */
  readonly patienceMs: number;
  /** Wait between two attempts. */
  readonly pauseMs: number;
}

/** @throws the reason of the signal */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {
    signal.throwIfAborted();
  });
}

/** Whether ComfyUI was out of reach: the same may succeed a moment later, and may have succeeded unheard. */
export function isPassing(error: unknown): boolean {
  return error instanceof GenerationError && passingTypes.has(error.type);
}

/** Asks again while ComfyUI is out of reach, so that a finished image is not lost to a moment's failure. */
export async function askPatiently<T>(patience: Patience, ask: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + patience.patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || performance.now() >= giveUpAt) throw error;
    }
    await pause(patience.pauseMs, patience.signal);
  }
}
