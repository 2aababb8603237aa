import type { ServerResponse } from 'node:http';
import type { Faults } from './faults.js';

/** Ends an answer before it is whole where a fault wants it; answers whether one did. */
export function breakOff(faults: Faults, body: object | string, response: ServerResponse): boolean {
  if (faults.strikes('view-cut')) {
    response.writeHead(200, { 'content-length': 1_000_000 }).write(Buffer.alloc(100));
    response.destroy();
    return true;
  }
  if (!Buffer.isBuffer(body) || !faults.strikes('view-truncated')) return false;
  const head = Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n');
  response.socket?.end(Buffer.concat([head, body.subarray(0, body.length / 2)]));
  return true;
}
