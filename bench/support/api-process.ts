import type { AppConfig } from '../../src/config/app-config.js';
import { BenchProcess } from './bench-process.js';
import type { HttpTarget } from './http-load.js';
import type { ServerInput } from './production-config.js';
import type { Statement } from './statement-watch.js';

/** The API under measurement, in a process of its own. */
export class ApiProcess implements HttpTarget {
  private readonly failures = new Map<string, number>();

  private constructor(private readonly process: BenchProcess<string>) {}

  /** `variables` are those of the environment, such as `LOG_LEVEL`. */
  static async start(config: AppConfig, variables: Record<string, string> = {}): Promise<ApiProcess> {
    const input: ServerInput = { connections: config.connections, variables };
    return new ApiProcess(await BenchProcess.start('support/api-server.js', input));
  }

  get origin(): string {
    return this.process.ready;
  }

  /** One that fails costs a case its figures, not the bench the others. */
  readonly onFailure = (answer: string): void => {
    this.failures.set(answer, (this.failures.get(answer) ?? 0) + 1);
  };

  /** Requests that were not answered with success, by what the answer began with. */
  failedRequests(): ReadonlyMap<string, number> {
    return this.failures;
  }

  cpuUs(): Promise<number> {
    return this.process.cpuUs();
  }

  /** Milliseconds during which at least one statement was under way. */
  busyMs(): Promise<number> {
    return this.process.ask('busyMs');
  }

  /** What was sent to PostgreSQL since this was last asked. */
  takeStatements(): Promise<Statement[]> {
    return this.process.ask('statements');
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}
