/** One entry of an event stream, comments and bare ids included. */
export interface Entry {
  readonly id?: string;
  readonly event?: string;
  readonly data?: Record<string, unknown>;
  readonly comment?: true;
}

function parseEntry(text: string): Entry {
  const fields = text.split('\n').map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trimStart()] as const;
  });
  const { '': comment, data, ...rest } = Object.fromEntries(fields);
  return {
    ...rest,
    ...(comment !== undefined && { comment: true as const }),
    ...(data !== undefined && { data: JSON.parse(data) as Record<string, unknown> }),
  };
}

/** A reader of an event stream that keeps what it is told. */
export class LiveStream {
  readonly entries: Entry[] = [];
  /** Settles when the server ends the stream; fails when it breaks off. */
  readonly ended: Promise<void>;
  private wake: (() => void) | undefined;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    this.ended = this.read();
    this.ended.catch(() => undefined);
  }

  static async open(url: string, path: string, headers: Record<string, string> = {}): Promise<LiveStream> {
    const abort = new AbortController();
    const response = await fetch(`${url}/api/v1/generation-jobs/${path}`, { headers, signal: abort.signal });
    return new LiveStream(response, abort);
  }

  get updates(): Entry[] {
    return this.entries.filter(({ event }) => event === 'update');
  }

  async until(isReached: () => boolean): Promise<Entry[]> {
    while (!isReached()) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.entries;
  }

  received(count: number): Promise<Entry[]> {
    return this.until(() => this.entries.length >= count);
  }

  async leave(): Promise<void> {
    this.abort.abort();
    await this.ended.catch(() => undefined);
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of this.response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const entries = text.split('\n\n');
      text = entries.pop() ?? '';
      this.entries.push(...entries.map(parseEntry));
      this.wake?.();
    }
  }
}
