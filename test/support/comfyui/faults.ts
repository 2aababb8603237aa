/** Ways in which the fake goes wrong; each can be switched on for so many times. */
export const faultNames = [
  /** A prompt starts and then nothing more is heard of it. */
  'hang',
  /** Sockets are cut half-way through the sampling; clients may connect again. */
  'drop-socket',
  /** Nobody may open a socket. */
  'refuse-socket',
  /** The server forgets queue and history half-way through the sampling, and cuts every connection. */
  'restart',
  /** Requests are accepted and never answered. */
  'mute',
  'oom',
  'node-error',
  'prompt-500',
  'queue-500',
  'history-500',
  'view-500',
  'malformed-prompt',
  'malformed-history',
  /** The answer to a prompt is lost after it was queued. */
  'prompt-lost',
  /** The connection breaks at a prompt that is queued only once somebody has looked at the queue. */
  'prompt-late',
  /** An interruption is taken and not acted upon. */
  'forget-interrupt',
  /** The connection breaks half-way through an image. */
  'view-cut',
  /** An answer that does not tell its length ends half-way through the image. */
  'view-truncated',
  /** The image turns out to be a page of text. */
  'view-text',
  /** A prompt ends without an image. */
  'no-image',
] as const;
export type FaultName = (typeof faultNames)[number];

/** Which faults are on, and how often they still strike. */
export class Faults {
  private readonly left = new Map<FaultName, number>();

  set(name: FaultName, times = Infinity): void {
    this.left.set(name, times);
  }

  clear(): void {
    this.left.clear();
  }

  isOn(name: FaultName): boolean {
    return (this.left.get(name) ?? 0) > 0;
  }

  /** Whether the fault is on; uses up one of its times. */
  strikes(name: FaultName): boolean {
    if (!this.isOn(name)) return false;
    this.left.set(name, (this.left.get(name) ?? 0) - 1);
    return true;
  }
}
