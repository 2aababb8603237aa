import type { IncomingMessage } from 'node:http';
import type { Express, Request } from 'express';

/** Address of the client as Express tells it of ordinary requests (`trust proxy`), of one that never reaches Express. */
export function addressOf(express: Express, { headers, socket }: IncomingMessage): string {
  const request = Object.create(express.request, {
    headers: { value: headers },
    socket: { value: socket },
  }) as Request;
  return request.ip ?? 'unknown';
}
