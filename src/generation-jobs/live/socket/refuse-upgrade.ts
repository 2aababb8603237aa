import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DomainError } from '../../../common/errors/domain.error.js';
import { toErrorDto } from '../../../common/errors/to-error-dto.js';

/** The one version of the protocol there is (RFC 6455). */
export const protocolVersion = '13';

/** What 426 tells besides: the protocol to use (RFC 9110 §15.5.22), and its version (RFC 6455 §4.2.2). */
const wanted = ['Upgrade: websocket', `Sec-WebSocket-Version: ${protocolVersion}`];

/** Answers an upgrade as an ordinary request that failed, and ends the connection. */
export function refuseUpgrade(socket: Duplex, { code, message, extra }: DomainError, now: Date): void {
  const body = toErrorDto({ code, detail: message, now, extra });
  const text = JSON.stringify(body);
  const isWanting = code === 'UPGRADE_REQUIRED';
  const head = [
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ''}`,
    `Connection: close${isWanting ? ', upgrade' : ''}`,
    ...(isWanting ? wanted : []),
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Cache-Control: no-store',
    ...(body.retry_after === undefined ? [] : [`Retry-After: ${body.retry_after}`]),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

/** Requests for other protocols, such as HTTP/2, may be answered as if they had not asked for them (RFC 9110 §7.8). */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}
