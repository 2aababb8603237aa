import { once } from 'node:events';

interface Served {
  /** Sent as soon as the servers listen. */
  readonly ready: unknown;
  /** What can be asked besides the CPU time used. */
  readonly answers?: Readonly<Record<string, () => unknown>>;
  close(): Promise<unknown>;
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The input a `BenchProcess` was started with. */
export async function readInput<Input>(): Promise<Input> {
  const [input] = (await once(process, 'message')) as [Input];
  return input;
}

/** The other end of a `BenchProcess`: answers its questions until it lets go. */
export function serveQuestions({ ready, answers, close }: Served): void {
  const known: Served['answers'] = { cpu: cpuUs, ...answers };
  process.on('message', (question: string) => {
    process.send?.(known[question]?.());
  });
  process.on('disconnect', () => {
    void close().then(() => process.exit(0));
  });
  process.send?.(ready);
}
