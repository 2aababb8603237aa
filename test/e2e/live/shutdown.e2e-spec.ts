import { createTestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';
import { LiveStream } from './support/live-stream.js';

describe('live connections at shutdown', () => {
  it('end, each in the way its client understands, and do not hold the process up', async () => {
    const test = await createTestApp();
    const job = await LiveJob.create(test);
    const sockets = Array.from({ length: 5 }, () => LiveSocket.open(test.url, `/ws/jobs/${job.id}`));
    const deaf = LiveSocket.open(test.url, `/ws/jobs?job_ids=${job.id}`);
    const stream = await LiveStream.open(test.url, `${job.id}/events`);
    await Promise.all([...sockets, deaf].map((socket) => socket.ready()));
    await stream.received(1);
    deaf.socket.pause();

    const closing = test.close();
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([1001, 1001, 1001, 1001, 1001]);
    await stream.ended;
    expect(stream.updates).toEqual([]);
    await closing;
    deaf.socket.terminate();
  });
});
