import { isJsonObject } from '../../../common/http/fields.decorators.js';

/** What a message of ComfyUI's WebSocket says of a prompt. */
export interface PromptMessage {
  readonly promptId: string;
  /** True when the prompt has come to an end, good or bad: its history tells which. */
  readonly isLast: boolean;
  /** Share of a node's work that is done. */
  readonly progress?: { readonly node: string; readonly share: number };
}

const lastTypes = new Set(['execution_success', 'execution_error', 'execution_interrupted']);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readProgress({ node, value, max }: Record<string, unknown>): PromptMessage['progress'] {
  if (typeof node !== 'string' || typeof value !== 'number' || typeof max !== 'number' || max <= 0)
    return undefined;
  return { node, share: Math.min(1, Math.max(0, value / max)) };
}

/** Undefined for whatever does not concern a prompt or cannot be read: the history settles what a message only hints at. */
export function readMessage(text: string): PromptMessage | undefined {
  const message = parse(text);
  if (!isJsonObject(message) || !isJsonObject(message.data)) return undefined;
  const { type, data } = message;
  if (typeof type !== 'string' || typeof data.prompt_id !== 'string') return undefined;
  const progress = type === 'progress' ? readProgress(data) : undefined;
  const isLast = lastTypes.has(type) || (type === 'executing' && data.node === null);
  return { promptId: data.prompt_id, isLast, ...(progress && { progress }) };
}
