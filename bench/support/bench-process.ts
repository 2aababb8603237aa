import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** A server of a bench in a process apart from it, which answers questions about itself; see `serveQuestions`. */
export class BenchProcess<Ready> {
  private constructor(
    private readonly child: ChildProcess,
    /** What it said when it began to listen. */
    readonly ready: Ready,
  ) {}

  /** Runs a compiled script below bench/ and hands it its input; what it prints, such as its log, is dropped. */
  static async start<Ready>(script: string, input: unknown): Promise<BenchProcess<Ready>> {
    const child = fork(join(projectRoot, 'dist/bench', script), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('exit', (code) => {
      if (code !== 0) throw new Error(`${script} ended with ${code}`);
    });
    child.send(input as Serializable);
    const [ready] = (await once(child, 'message')) as [Ready];
    return new BenchProcess(child, ready);
  }

  /** Questions are asked one after the other. */
  async ask<Answer>(question: string): Promise<Answer> {
    this.child.send(question);
    const [answer] = (await once(this.child, 'message')) as [Answer];
    return answer;
  }

  /** Microseconds. */
  cpuUs(): Promise<number> {
    return this.ask('cpu');
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}
