import { readdirSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { ContentService } from '../../../src/content/content.service.js';
import { JobType } from '../../../src/generation-jobs/generation-job.entity.js';
import { Generators } from '../../../src/generation-jobs/generators/generators.js';
import { JobAttempts } from '../../../src/generation-jobs/lifecycle/job-attempts.js';
import { JobOutputs } from '../../../src/generation-jobs/worker/job-outputs.js';
import { JobRunner } from '../../../src/generation-jobs/worker/job-runner.js';
import { ImagesService } from '../../../src/images/images.service.js';
import { RedisSubscriber } from '../../../src/redis/redis-subscriber.js';
import { picture } from '../../support/pictures.js';
import { JobBoard } from './job-board.js';
import { scripted } from '../../support/scripted-generator.js';
import { createJobContext } from '../../support/worker-process.js';

describe('the files of an attempt', () => {
  let board: JobBoard;
  let context: INestApplicationContext;

  beforeAll(async () => {
    board = await JobBoard.open();
    context = await createJobContext(board.config);
  });
  afterAll(async () => {
    await context.close();
    await board.close();
  });

  /** Runs a job that makes a picture, and answers how many files are there afterwards. */
  async function filesAfter(complete: JobAttempts['complete']): Promise<number> {
    const attempts = Object.assign(Object.create(context.get(JobAttempts)) as JobAttempts, { complete });
    const outputs = [{ mediaType: 'image/png', data: await picture(8, 8) }];
    const generator = scripted(() => Promise.resolve({ outputs, metadata: {} }));
    const runner = new JobRunner(
      attempts,
      new Generators([generator], board.config),
      new JobOutputs(context.get(ImagesService), context.get(ContentService)),
      context.get(RedisSubscriber),
      board.config,
    );
    const { id, uuid } = await board.submit(await board.createUser(), { jobType: JobType.Image });
    await runner.run(id);
    const paths = readdirSync(board.config.get('storage-dir'), { recursive: true, withFileTypes: true });
    return paths.filter((entry) => entry.isFile() && entry.parentPath.includes(uuid)).length;
  }

  it('stay while it is not known whether they have become those of content', async () => {
    expect(await filesAfter(() => Promise.reject(new Error('the line broke at the commit')))).toBe(3);
  });

  it('go when its job turns out to be lost', async () => {
    expect(await filesAfter(() => Promise.resolve(false))).toBe(0);
  });
});
