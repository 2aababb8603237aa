import { isJsonObject, type JsonObject } from '../../../common/http/fields.decorators.js';
import { GenerationError } from '../generator.js';
import { toExecutionError } from './comfyui-errors.js';

/** Where ComfyUI keeps an image it made. */
export interface StoredImage {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

export interface QueuedPrompt {
  readonly promptId: string;
  readonly clientId: string | undefined;
}

export interface Queue {
  readonly running: readonly QueuedPrompt[];
  readonly pending: readonly QueuedPrompt[];
}

function misread(what: string): GenerationError {
  return new GenerationError('unknown', `ComfyUI answered ${what} in a form that cannot be read`);
}

export function readPromptId(answer: unknown): string {
  if (isJsonObject(answer) && typeof answer.prompt_id === 'string' && answer.prompt_id !== '')
    return answer.prompt_id;
  throw misread('the prompt');
}

/** An entry is a list: number, prompt id, workflow, extra data with the client id, outputs. */
function readEntries(entries: unknown): QueuedPrompt[] {
  if (!Array.isArray(entries)) throw misread('its queue');
  return entries.map((entry: unknown) => {
    const [, promptId, , extra] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof promptId !== 'string') throw misread('its queue');
    const clientId = isJsonObject(extra) && typeof extra.client_id === 'string' ? extra.client_id : undefined;
    return { promptId, clientId };
  });
}

export function readQueue(answer: unknown): Queue {
  if (!isJsonObject(answer)) throw misread('its queue');
  return { running: readEntries(answer.queue_running), pending: readEntries(answer.queue_pending) };
}

function readImage(image: unknown): StoredImage {
  if (!isJsonObject(image) || typeof image.filename !== 'string') throw misread('the outputs');
  const { filename, subfolder, type } = image;
  return {
    filename,
    subfolder: typeof subfolder === 'string' ? subfolder : '',
    type: typeof type === 'string' ? type : 'output',
  };
}

function messagesOf(status: JsonObject): Map<unknown, JsonObject> {
  const messages = Array.isArray(status.messages) ? (status.messages as unknown[]) : [];
  return new Map(
    messages.map((message) => {
      const [type, data] = Array.isArray(message) ? (message as unknown[]) : [];
      return [type, isJsonObject(data) ? data : {}];
    }),
  );
}

/** @throws GenerationError when the history says that the prompt failed */
function throwIfFailed(entry: JsonObject): void {
  if (!isJsonObject(entry.status) || entry.status.status_str !== 'error') return;
  const messages = messagesOf(entry.status);
  const failure = messages.get('execution_error');
  if (failure) throw toExecutionError(failure);
  const wasInterrupted = messages.has('execution_interrupted');
  throw new GenerationError(
    'unknown',
    wasInterrupted ? 'the prompt was interrupted at ComfyUI' : 'ComfyUI failed without a reason',
  );
}

/** The images a finished prompt saved; undefined when ComfyUI's history does not know the prompt. @throws GenerationError */
export function readHistory(answer: unknown, promptId: string, node: string): StoredImage[] | undefined {
  if (!isJsonObject(answer)) throw misread('its history');
  const entry = answer[promptId];
  if (entry === undefined) return undefined;
  if (!isJsonObject(entry)) throw misread('its history');
  throwIfFailed(entry);
  const output = isJsonObject(entry.outputs) ? entry.outputs[node] : undefined;
  const images = isJsonObject(output) ? output.images : undefined;
  if (!Array.isArray(images)) throw new GenerationError('workflow', 'ComfyUI finished without an image');
  return images.map(readImage);
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

export function readModelNames(answer: unknown): string[] {
  if (isNames(answer)) return answer;
  throw misread('its models');
}

/** The values a node's input can have: a list, or since ComfyUI's third schema the options of a `COMBO`. */
export function readChoices(answer: unknown, node: string, input: string): string[] {
  const info = isJsonObject(answer) ? answer[node] : undefined;
  const inputs = isJsonObject(info) && isJsonObject(info.input) ? info.input.required : undefined;
  const [choices, settings] =
    isJsonObject(inputs) && Array.isArray(inputs[input]) ? (inputs[input] as unknown[]) : [];
  return readModelNames(isJsonObject(settings) && isNames(settings.options) ? settings.options : choices);
}
