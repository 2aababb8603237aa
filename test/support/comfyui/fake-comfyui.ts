import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import sharp from 'sharp';
import type { Workflow } from '../../../src/generation-jobs/generators/comfyui/workflow.js';
import { type Answer, failure, ok, send, unauthorized } from './answer.js';
import { breakOff } from './break-off.js';
import { Executor } from './executor.js';
import { type FaultName, Faults } from './faults.js';
import { PromptQueue } from './prompt-queue.js';
import { SocketHub } from './socket-hub.js';
import { nodeRules, refusalOf } from './validate-prompt.js';

export interface FakeComfyUiOptions {
  readonly port?: number;
  /** Time one step of the sampler takes. */
  readonly stepMs?: number;
  readonly checkpoints?: readonly string[];
  readonly loras?: readonly string[];
  /** Answers as versions before 2025: /interrupt takes no prompt id and there is no /models. */
  readonly isOld?: boolean;
  /** Name and password, with a colon between, without which it answers nothing. */
  readonly credentials?: string;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** A ComfyUI without a GPU: its protocol, its queue with one worker, real images, and faults on demand. */
export class FakeComfyUi {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new Faults();
  private readonly queue = new PromptQueue();
  private readonly hub = new SocketHub();
  private readonly images = new Map<string, Buffer>();
  private readonly connections = new Set<Socket>();
  private readonly checkpoints: readonly string[];
  private readonly loras: readonly string[];
  private readonly executor: Executor;
  private readonly server: Server;

  constructor(private readonly options: FakeComfyUiOptions) {
    this.checkpoints = options.checkpoints ?? ['dreams.safetensors', 'photo.safetensors'];
    this.loras = options.loras ?? ['ink.safetensors', 'light.safetensors'];
    this.executor = new Executor({
      queue: this.queue,
      hub: this.hub,
      faults: this.faults,
      stepMs: options.stepMs ?? 2,
      save: this.save,
      restart: () => {
        this.restart();
      },
    });
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('upgrade', this.upgrade).on('connection', (socket) => {
      this.connections.add(socket);
      socket.on('close', () => this.connections.delete(socket));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.options.port ?? 0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Prompts whose execution was interrupted, in order. */
  get interrupted(): readonly string[] {
    return this.executor.interrupted;
  }

  /** Ids of the prompts that run or wait, in order. */
  get queued(): readonly string[] {
    return this.queue.promptIds;
  }

  /** Switches a fault on, for ever or for so many times. */
  fault(name: FaultName, times?: number): void {
    this.faults.set(name, times);
  }

  /** Forgets queue and history and cuts every connection, as a process does that ends and starts anew. */
  restart(): void {
    this.queue.forgetAll();
    this.cut();
  }

  async close(): Promise<void> {
    this.executor.stop();
    this.queue.forgetAll();
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private cut(): void {
    this.hub.dropAll();
    for (const connection of this.connections) connection.destroy();
  }

  private readonly save = async (filename: string, width: number, height: number): Promise<void> => {
    const shade = (29 * this.images.size) % 256;
    const background = { r: shade, g: 255 - shade, b: 128 };
    this.images.set(
      filename,
      await sharp({ create: { width, height, channels: 3, background } })
        .png()
        .toBuffer(),
    );
  };

  private readonly upgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    if (this.faults.strikes('refuse-socket') || !this.isAuthorized(request)) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      return;
    }
    this.hub.accept(request, socket, head, (sid) => ({
      status: { exec_info: { queue_remaining: this.queue.promptIds.length } },
      sid,
    }));
  };

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    const body = await readBody(request);
    this.requests.push({ method, path: url.pathname, body });
    if (this.faults.strikes('mute')) return;
    const [resource = '', ...rest] = url.pathname.slice(1).split('/');
    const answer = this.isAuthorized(request)
      ? this.answer(`${method} ${resource}`, rest.join('/'), url.searchParams, body)
      : unauthorized;
    if (!answer) response.destroy();
    else if (resource !== 'view' || !breakOff(this.faults, answer.body, response)) send(answer, response);
  }

  private isAuthorized({ headers }: IncomingMessage): boolean {
    const { credentials } = this.options;
    if (credentials === undefined) return true;
    return headers.authorization === `Basic ${Buffer.from(credentials).toString('base64')}`;
  }

  /** Undefined where the connection breaks instead. */
  private answer(route: string, rest: string, query: URLSearchParams, body: unknown): Answer | undefined {
    switch (route) {
      case 'POST prompt':
        return this.queuePrompt(body as { prompt?: Workflow; client_id?: string });
      case 'GET queue':
        return this.faults.strikes('queue-500') ? failure : this.showQueue();
      case 'POST queue':
        this.queue.delete((body as { delete?: string[] }).delete ?? []);
        return ok();
      case 'POST interrupt':
        return this.interrupt((body as { prompt_id?: string } | undefined)?.prompt_id);
      case 'GET history':
        if (this.faults.strikes('history-500')) return failure;
        return ok(
          this.faults.strikes('malformed-history') ? '{"outputs": {' : this.queue.toHistoryJson(rest),
        );
      case 'GET view':
        return this.view(query.get('filename') ?? '');
      case 'GET models':
        return this.listFolder(rest);
      case 'GET object_info':
        return ok(this.describeLoader(rest));
      case 'GET system_stats':
        return ok({ system: { comfyui_version: this.options.isOld ? '0.2.0' : '0.3.60' }, devices: [] });
      default:
        return { status: 404, body: '404: Not Found' };
    }
  }

  private queuePrompt({
    prompt,
    client_id: clientId,
  }: {
    prompt?: Workflow;
    client_id?: string;
  }): Answer | undefined {
    if (this.faults.strikes('prompt-500')) return failure;
    const refusal = refusalOf(prompt, nodeRules(this.checkpoints, this.loras));
    if (refusal || prompt === undefined) return { status: 400, body: refusal ?? {} };
    if (this.faults.strikes('prompt-late')) {
      this.queue.addLater(prompt, clientId);
      return undefined;
    }
    const { promptId, number } = this.queue.add(prompt, clientId);
    this.executor.nudge();
    if (this.faults.strikes('prompt-lost')) return undefined;
    if (this.faults.strikes('malformed-prompt')) return ok('{"prompt_id": ');
    return ok({ prompt_id: promptId, number, node_errors: {} });
  }

  private showQueue(): Answer {
    const answer = ok(this.queue.toQueueJson());
    this.queue.admitLate();
    this.executor.nudge();
    return answer;
  }

  private interrupt(promptId: string | undefined): Answer {
    const isMeant = promptId === undefined || this.options.isOld || this.queue.current?.promptId === promptId;
    if (isMeant && !this.faults.strikes('forget-interrupt')) this.executor.interrupt();
    return ok();
  }

  private view(filename: string): Answer {
    if (this.faults.strikes('view-500')) return failure;
    if (this.faults.strikes('view-text')) return ok('<html>not found</html>');
    const image = this.images.get(filename);
    return image ? ok(image) : { status: 404, body: '' };
  }

  private listFolder(folder: string): Answer {
    const names = { checkpoints: this.checkpoints, loras: this.loras }[folder];
    return names && !this.options.isOld ? ok(names) : { status: 404, body: '' };
  }

  private describeLoader(node: string): object {
    const [input, names] =
      node === 'LoraLoader' ? ['lora_name', this.loras] : ['ckpt_name', this.checkpoints];
    return {
      [node]: { input: { required: { [input]: [names, { tooltip: 'The model to load.' }] } }, name: node },
    };
  }
}

export async function startFakeComfyUi(options: FakeComfyUiOptions = {}): Promise<FakeComfyUi> {
  const fake = new FakeComfyUi(options);
  await fake.listen();
  return fake;
}
