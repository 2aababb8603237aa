import type { ServerResponse } from 'node:http';

/** What the fake answers to a request. */
export interface Answer {
  readonly status: number;
  readonly body: object | string | Buffer;
}

export const ok = (body: Answer['body'] = ''): Answer => ({ status: 200, body });
export const failure: Answer = { status: 500, body: '500: Internal Server Error' };
export const unauthorized: Answer = { status: 401, body: '401: Unauthorized' };

export function send({ status, body }: Answer, response: ServerResponse): void {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'image/png' });
  response.end(isJson ? JSON.stringify(body) : body);
}
