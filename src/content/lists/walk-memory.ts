import type { Walk } from './walk.js';

interface Entry {
  walk: Walk;
  bytes: number;
  usedAt: number;
}

const idleMs = 60_000;
/** Also a walk in constant use is read anew after so long, whatever may have become of the journal. */
const longestMs = 600_000;
/** What a walk takes beside its rows, anchors included, at most. */
const overheadBytes = 10_000;

/** Keeps, by the digests of their lists, the walks seen in the last minute, the most recently used ones when they are many. */
export class WalkMemory {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(
    private readonly mostBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(key: string): Walk | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (this.now() - entry.usedAt > idleMs || this.now() - entry.walk.readAt > longestMs) {
      this.forget(key);
      return undefined;
    }
    return entry.walk;
  }

  set(key: string, walk: Walk): void {
    this.forget(key);
    const bytes = overheadBytes + (walk.rows?.bytes ?? 0);
    this.entries.set(key, { walk, bytes, usedAt: this.now() });
    this.bytes += bytes;
    this.shrink();
  }

  forget(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }

  /** Entries stand in the order of their last use. */
  private shrink(): void {
    for (const [key, { usedAt }] of this.entries) {
      if (this.bytes <= this.mostBytes && this.now() - usedAt <= idleMs) return;
      this.forget(key);
    }
  }
}
