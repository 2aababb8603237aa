import type { GenerationEvent } from '../../../src/analytics/generation/generation-event.js';
import { generationPipelineSubject } from '../stream-pipeline/generation-pipeline.subject.js';
import { minutesAgo, numbered, PipelineHarness } from '../stream-pipeline/pipeline-harness.js';

describe('generation events that are published again', () => {
  let harness: PipelineHarness<GenerationEvent>;

  beforeAll(async () => {
    harness = await PipelineHarness.create(generationPipelineSubject);
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.close());

  it('are stored once, and hold back none of their neighbours', async () => {
    await harness.publishKeys(numbered(10), minutesAgo(90));
    await harness.drainer().drain(harness.pipeline);
    await harness.publishKeys(numbered(25), minutesAgo(90));
    expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({
      inserted: 15,
      duplicates: 10,
      dead: 0,
    });
    expect(await harness.storedKeys()).toEqual(numbered(25));
    expect(await harness.undrained()).toBe(0);
  });

  it('are stored once when both copies come in one batch', async () => {
    await harness.publishKeys([...numbered(5), ...numbered(5)], minutesAgo(90));
    expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({
      inserted: 5,
      duplicates: 5,
      dead: 0,
    });
    expect(await harness.storedKeys()).toEqual(numbered(5));
  });

  it('leave the refused one alone beside them', async () => {
    await harness.publishKeys(numbered(8), minutesAgo(90));
    await harness.drainer().drain(harness.pipeline);
    await harness.publishKeys(numbered(12), minutesAgo(90));
    await harness.publish([generationPipelineSubject.refused(minutesAgo(90))]);
    expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 4, dead: 1 });
    expect(await harness.storedKeys()).toEqual(numbered(12));
  });
});
