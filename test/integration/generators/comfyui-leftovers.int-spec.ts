import { useFakeComfyUi } from '../../support/comfyui/use-fake-comfyui.js';
import { submitForeign } from '../../support/comfyui/foreign-prompt.js';
import { imageRequest, recordingContext, withSteps } from '../../support/generation-request.js';
import { until } from '../../support/until.js';
import type { GenerationRequest } from '../../../src/generation-jobs/generators/generator.js';

const comfy = useFakeComfyUi();

describe.each([false, true])('what a dead worker left at ComfyUI (of an old version: %s)', (isOld) => {
  /** Begins a generation that nobody stops, as a process does that is killed; waits until its prompt is queued or runs. */
  async function abandon(request: GenerationRequest, moment: 'onBackendId' | 'onProgress'): Promise<void> {
    await new Promise((resolve, reject) => {
      const go = (): Promise<void> => {
        resolve(undefined);
        return Promise.resolve();
      };
      const context = { ...recordingContext(), [moment]: go };
      comfy.generator().generate(request, context).catch(reject);
    });
  }

  it('is interrupted before the job is submitted again', async () => {
    await comfy.start({ isOld });
    await abandon(imageRequest(withSteps(1000)), 'onProgress');
    const [first] = comfy.fake.queued;
    const context = recordingContext();
    let queued: readonly string[] = [];
    const { outputs } = await comfy.generator().generate(imageRequest(), {
      ...context,
      onBackendId: async (id) => {
        queued = comfy.fake.queued;
        await context.onBackendId(id);
      },
    });
    expect(outputs).toHaveLength(1);
    expect(queued).toEqual(context.backendIds);
    expect(queued).not.toContain(first);
  });

  it('is deleted where it still waits, and the prompts of other jobs are left alone', async () => {
    await comfy.start({ isOld, stepMs: 5 });
    const foreign = await submitForeign(comfy.fake.url, 100);
    const otherJob = { ...imageRequest(), jobUuid: '5f0c7f5e-3c55-4f2b-9d6e-0f5a3d3c1b12' };
    await abandon(otherJob, 'onBackendId');
    await abandon(imageRequest(), 'onBackendId');
    const [, other, first] = comfy.fake.queued;
    const context = recordingContext();
    let queued: readonly string[] = [];
    await comfy.generator().generate(imageRequest(), {
      ...context,
      onBackendId: async (id) => {
        await context.onBackendId(id);
        queued = comfy.fake.queued;
      },
    });
    expect(queued).toEqual([foreign, other, ...context.backendIds]);
    expect(queued).not.toContain(first);
    expect(comfy.fake.interrupted).toEqual([]);
  });

  it('that never lets go does not keep the job from being submitted', async () => {
    await comfy.start({ isOld, stepMs: 20 });
    comfy.fake.fault('forget-interrupt');
    await abandon(imageRequest(withSteps(1000)), 'onProgress');
    const aborter = new AbortController();
    const context = recordingContext(aborter.signal);
    const stop = new Error('cancelled');
    const work = comfy.generator().generate(imageRequest(), {
      ...context,
      onBackendId: async (id) => {
        await context.onBackendId(id);
        comfy.fake.faults.clear();
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
    expect(comfy.fake.queued).toHaveLength(1);
  });

  it('is a reason to wait no longer than the job is wanted', async () => {
    await comfy.start({ isOld, stepMs: 20 });
    comfy.fake.fault('forget-interrupt');
    await abandon(imageRequest(withSteps(1000)), 'onProgress');
    const aborter = new AbortController();
    const stop = new Error('cancelled');
    const work = comfy.generator().generate(imageRequest(), recordingContext(aborter.signal));
    const isStopped = expect(work).rejects.toBe(stop);
    await until(() => comfy.posts().includes('/interrupt'));
    aborter.abort(stop);
    await isStopped;
    expect(comfy.posts().filter((path) => path === '/prompt')).toHaveLength(1);
  });
});
