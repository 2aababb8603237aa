import type { Response } from 'express';
import type { FeedEvent } from '../feed-event.js';
import { LiveClient } from '../live-client.js';
import type { SnapshotMessage } from '../live-messages.js';

/** A client connected by an event stream; the id of each entry is the number of the last event the client then has. */
export class StreamClient extends LiveClient {
  private lastId = 0;

  constructor(
    private readonly response: Response,
    mostUnsent: number,
  ) {
    super(mostUnsent);
    response.on('error', () => undefined);
    response.once('close', () => {
      this.close();
    });
  }

  tellSnapshot(snapshot: SnapshotMessage, id: number): void {
    this.lastId = id;
    this.write(`id: ${id}\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`);
  }

  send(event: FeedEvent): void {
    this.lastId = event.seq;
    this.write(event.entry);
  }

  /** The id alone, where the last events are no longer there, keeps the client from asking for them again. */
  finish(lastSeq: number): void {
    if (this.lastId < lastSeq) this.write(`id: ${lastSeq}\n\n`);
    this.response.end();
  }

  /** A comment. */
  beat(): void {
    if (this.isTaking) this.write(':\n\n');
  }

  dismiss(): void {
    this.response.end();
  }

  drop(): void {
    this.response.destroy();
  }

  protected override get unsent(): number {
    return this.response.writableLength;
  }

  private write(text: string | Buffer): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    this.response.write(text, this.noteTaken);
    this.noteWritten();
  }
}
