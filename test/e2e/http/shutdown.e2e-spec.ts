import { once } from 'node:events';
import { get as request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { createTestApp } from '../../support/test-app.js';

/** Far more than sockets hold between the two ends. */
const large = 64 * 1024 * 1024;

let finish: (value: string) => void;
let entered: () => void;

@Controller()
class SlowController {
  @Get('/large')
  large(@Res() response: Response): void {
    Readable.from([Buffer.alloc(large), Buffer.alloc(1)]).pipe(response);
  }

  @Get('/soon')
  soon(): Promise<string> {
    entered();
    return new Promise((resolve) => (finish = resolve));
  }
}

describe('an API that stops', () => {
  const start = (timeout: number) =>
    createTestApp({ 'api-shutdown-timeout-seconds': timeout }, { controllers: [SlowController] });

  it('is not held up by a client that takes nothing of its answer', async () => {
    const test = await start(1);
    const [response] = (await once(request(`${test.url}/large`), 'response')) as [IncomingMessage];
    await test.close();
    await expect(buffer(response)).rejects.toThrow('aborted');
  });

  it('answers the requests under way', async () => {
    const test = await start(600);
    const isEntered = new Promise<void>((resolve) => (entered = resolve));
    const asked = once(request(`${test.url}/soon`), 'response') as Promise<[IncomingMessage]>;
    await isEntered;
    const closing = test.close();
    setImmediate(() => {
      finish('done');
    });
    const [response] = await asked;
    expect(await text(response)).toBe('done');
    await closing;
  });
});
