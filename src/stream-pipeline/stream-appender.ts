import type { Redis } from 'ioredis';
import { payloadField } from './stream-keys.js';

interface AppendCommand {
  appendEvents(stream: string, maxLength: number, ...payloads: string[]): Promise<number>;
}

/**
 * Many entries in one command: the client encodes and awaits one reply instead of hundreds, which is what capture
 * costs an API process. Answers how many entries the bound pushed out of the stream.
 */
const appendScript = `
  for i = 2, #ARGV do redis.call('XADD', KEYS[1], '*', '${payloadField}', ARGV[i]) end
  return redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[1])`;

/** Appends payloads to a stream that is never longer than its bound. */
export class StreamAppender {
  private readonly commands: AppendCommand;

  constructor(redis: Redis) {
    redis.defineCommand('appendEvents', { numberOfKeys: 1, lua: appendScript });
    this.commands = redis as unknown as AppendCommand;
  }

  /** Answers the number of undrained entries that were pushed out. */
  async append(stream: string, maxLength: number, payloads: readonly string[]): Promise<number> {
    return await this.commands.appendEvents(stream, maxLength, ...payloads);
  }
}
