import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** A server of a bench in a process apart from it, which answers questions about itself; see `serveQuestions`. */
export class BenchProcess<Ready> {
  private constructor(
    private readonly child: ChildProcess,
    /** Fails when the process ends before it is told to. */
    private readonly ended: Promise<never>,
    /** What it said when it began to listen. */
    readonly ready: Ready,
  ) {}

  /** Runs a compiled script below bench/ and hands it its input; what it prints, such as its log, is dropped. */
  static async start<Ready>(script: string, input: unknown): Promise<BenchProcess<Ready>> {
    const child = fork(join(projectRoot, 'dist/bench', script), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${code as number}`);
    });
    ended.catch(() => undefined); // whoever waits for an answer hears of it
    child.send(input as Serializable);
    const [ready] = (await Promise.race([once(child, 'message'), ended])) as [Ready];
    return new BenchProcess(child, ended, ready);
  }

  /** Questions are asked one after the other. */
  async ask<Answer>(question: string): Promise<Answer> {
    const answered = once(this.child, 'message');
    this.child.send(question);
    const [answer] = (await Promise.race([answered, this.ended])) as [Answer];
    return answer;
  }

  /** Microseconds. */
  cpuUs(): Promise<number> {
    return this.ask('cpu');
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended.catch(() => undefined);
  }
}
