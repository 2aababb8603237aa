import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the request being served, wherever in the call tree one asks. */
export interface RequestContext {
  readonly requestId: string;
  /** SQL statements sent for this request so far, transaction control aside. */
  queryCount: number;
  /** Handler that serves the request, once routing has found it: `UsersController.get`. */
  endpoint?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function runInRequestContext(context: RequestContext, work: () => void): void {
  storage.run(context, work);
}

export function currentRequestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Remembers the handler, for what is logged and answered when it fails. */
export function noteEndpoint(endpoint: string): void {
  const context = storage.getStore();
  if (context) context.endpoint = endpoint;
}
