import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which Linux and macOS pick outgoing ports, so that a client socket cannot take ours. */
const firstPort = 15_000;
const portCount = 10_000;

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** A free loopback port, the same for the same name as long as nobody else takes it. */
export async function findFreePort(name: string): Promise<number> {
  const start = createHash('sha256').update(name).digest().readUInt32BE() % portCount;
  for (let step = 0; step < portCount; step++) {
    const port = firstPort + ((start + step) % portCount);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port from ${firstPort} to ${firstPort + portCount - 1} on 127.0.0.1`);
}
