import pg from 'pg';

/** A statement as it was sent. */
export interface Statement {
  readonly name?: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

type Callback = (...results: unknown[]) => void;
type Query = (this: pg.Client, ...parameters: unknown[]) => unknown;

interface QueryConfig extends Partial<Statement> {
  readonly submit?: unknown;
}

function toStatement(first: unknown, second: unknown): Statement | undefined {
  if (typeof first === 'string') return { text: first, values: Array.isArray(second) ? second : [] };
  const { text, name, values, submit } = first as QueryConfig;
  if (text === undefined || submit !== undefined) return undefined; // a stream, not a statement
  return { text, name, values: values ?? (Array.isArray(second) ? second : []) };
}

/**
 * Sees every statement this process sends to PostgreSQL, by standing in front of `pg`'s clients: how long at least one
 * was under way, seen from here, and on demand the statements themselves.
 */
export class StatementWatch {
  private underWay = 0;
  private busySince = 0;
  private finishedMs = 0;
  private recorded: { readonly client: pg.Client; readonly statement: Statement }[] = [];

  /** From now on. */
  install(): void {
    const prototype = pg.Client.prototype as unknown as { query: Query };
    const send = prototype.query;
    const begin = (client: pg.Client, statement: Statement): (() => void) => this.begin(client, statement);
    prototype.query = function (...parameters) {
      const statement = toStatement(parameters[0], parameters[1]);
      if (!statement) return send.apply(this, parameters);
      const end = begin(this, statement);
      const callback = parameters.at(-1);
      if (typeof callback !== 'function')
        return (send.apply(this, parameters) as Promise<unknown>).finally(end);
      return send.call(this, ...parameters.slice(0, -1), (...results: unknown[]) => {
        end();
        (callback as Callback)(...results);
      });
    };
  }

  /** Milliseconds, since the start, during which at least one statement was under way. */
  get busyMs(): number {
    return this.finishedMs + (this.underWay > 0 ? performance.now() - this.busySince : 0);
  }

  /**
   * The statements sent since this was last asked, the newest thousand at most; those of one connection together, so
   * that one after the other they make sense on a single connection too.
   */
  takeStatements(): readonly Statement[] {
    const taken = this.recorded.splice(0);
    const clients = [...new Set(taken.map(({ client }) => client))];
    return clients.flatMap((own) =>
      taken.filter(({ client }) => client === own).map(({ statement }) => statement),
    );
  }

  private begin(client: pg.Client, statement: Statement): () => void {
    if (this.recorded.push({ client, statement }) > 2000) this.recorded.splice(0, 1000);
    if (this.underWay++ === 0) this.busySince = performance.now();
    return () => {
      if (--this.underWay === 0) this.finishedMs += performance.now() - this.busySince;
    };
  }
}
