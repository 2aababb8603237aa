/** Hands what it hears on a Redis channel to every socket: the least a live server can do. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { WebSocketServer } from 'ws';
import { readInput, serveQuestions } from '../support/serve-questions.js';

const { redisUrl, channel } = await readInput<{ redisUrl: string; channel: string }>();
const redis = new Redis(redisUrl);
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.send('{"type":"connection"}');
});
redis.on('message', (_channel, message: string) => {
  for (const socket of server.clients) socket.send(message);
});
await redis.subscribe(channel);
if (server.address() === null) await once(server, 'listening');
serveQuestions({
  ready: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
  close: () => {
    redis.disconnect();
    for (const socket of server.clients) socket.terminate();
    return new Promise((resolve) => {
      server.close(resolve);
    });
  },
});
