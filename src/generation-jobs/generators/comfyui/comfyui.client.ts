import { isJsonObject } from '../../../common/http/fields.decorators.js';
import { GenerationError } from '../generator.js';
import {
  type Queue,
  readChoices,
  readHistory,
  readModelNames,
  readPromptId,
  readQueue,
  type StoredImage,
} from './comfyui-answers.js';
import { type ComfyUiAddress, readAddress } from './comfyui-address.js';
import { toRefusal } from './comfyui-errors.js';
import { readBounded } from './read-bounded.js';
import { saveNode, type Workflow } from './workflow.js';

const mebibyte = 1024 * 1024;

/** The queue and the history repeat whole workflows. */
const mostJsonBytes = 16 * mebibyte;

/** A PNG of 2048 × 2048 that cannot be compressed has 17 MB. */
const mostImageBytes = 32 * mebibyte;

interface Call {
  readonly method?: 'POST';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Speaks ComfyUI's HTTP interface; each failure is a GenerationError that says whose fault it was. */
export class ComfyUiClient {
  private readonly address: ComfyUiAddress;

  constructor(
    url: string,
    private readonly requestMs: number,
  ) {
    this.address = readAddress(url);
  }

  /** Where the progress of this client's prompts is told, and what to say for being let in. */
  socketAddress(clientId: string): { url: string; headers: ComfyUiAddress['headers'] } {
    const { base, headers } = this.address;
    const url = new URL(`ws?clientId=${encodeURIComponent(clientId)}`, base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return { url: url.href, headers };
  }

  /** Queues a workflow; answers the id of the prompt. @throws GenerationError validation or workflow when it is refused */
  async submit(workflow: Workflow, clientId: string): Promise<string> {
    const body = { prompt: workflow, client_id: clientId };
    const answer = await this.send('prompt', { method: 'POST', body }, mostJsonBytes);
    if (answer.status === 400) throw toRefusal(parse(answer.body));
    return readPromptId(parse(expectOk(answer, 'prompt')));
  }

  async queue(signal?: AbortSignal): Promise<Queue> {
    return readQueue(await this.getJson('queue', signal));
  }

  /** Undefined when ComfyUI does not know the prompt as finished. @throws GenerationError when the prompt failed */
  async history(promptId: string, signal?: AbortSignal): Promise<StoredImage[] | undefined> {
    const path = `history/${encodeURIComponent(promptId)}`;
    return readHistory(await this.getJson(path, signal), promptId, saveNode);
  }

  async view(image: StoredImage, signal?: AbortSignal): Promise<Buffer> {
    const query = new URLSearchParams({ ...image });
    return expectOk(await this.send(`view?${query.toString()}`, { signal }, mostImageBytes), 'view');
  }

  async deleteFromQueue(promptIds: readonly string[], signal?: AbortSignal): Promise<void> {
    const body = { delete: promptIds };
    expectOk(await this.send('queue', { method: 'POST', body, signal }, mostJsonBytes), 'queue');
  }

  /** Older versions do not read the id and interrupt whatever runs: be sure that the prompt does. */
  async interrupt(promptId: string, signal?: AbortSignal): Promise<void> {
    const body = { prompt_id: promptId };
    expectOk(await this.send('interrupt', { method: 'POST', body, signal }, mostJsonBytes), 'interrupt');
  }

  /** Names of the models in a folder, or where a version lists no folders, the choices of the node that loads them. */
  async models(
    folder: string,
    loader: { node: string; input: string },
    signal?: AbortSignal,
  ): Promise<string[]> {
    const path = `models/${folder}`;
    const answer = await this.send(path, { signal }, mostJsonBytes);
    if (answer.status !== 404) return readModelNames(parse(expectOk(answer, path)));
    return readChoices(await this.getJson(`object_info/${loader.node}`, signal), loader.node, loader.input);
  }

  private async getJson(path: string, signal?: AbortSignal): Promise<unknown> {
    return parse(expectOk(await this.send(path, { signal }, mostJsonBytes), path));
  }

  private async send(path: string, { method, body, signal }: Call, mostBytes: number): Promise<Answer> {
    const timeout = AbortSignal.timeout(this.requestMs);
    try {
      const { base, headers } = this.address;
      const response = await fetch(new URL(path, base), {
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        headers: { ...headers, ...(method && { 'content-type': 'application/json' }) },
        ...(method && { method, body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await readBounded(response, mostBytes) };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof GenerationError) throw error;
      const options = { cause: error };
      if (timeout.aborted) throw new GenerationError('timeout', 'ComfyUI did not answer in time', options);
      throw new GenerationError('connection', `ComfyUI cannot be reached: ${reasonOf(error)}`, options);
    }
  }
}

/** The code of a failed fetch, such as ECONNREFUSED; its message would tell the job's owner our addresses. */
function reasonOf(error: unknown): string {
  const { cause } = error as Error;
  return isJsonObject(cause) && typeof cause.code === 'string' ? cause.code : 'the connection failed';
}

function expectOk({ status, body }: Answer, path: string): Buffer {
  if (status >= 200 && status < 300) return body;
  throw new GenerationError(
    status >= 500 ? 'connection' : 'unknown',
    `ComfyUI answered ${status} to /${path}`,
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new GenerationError('unknown', 'ComfyUI answered malformed JSON', { cause: error });
  }
}
