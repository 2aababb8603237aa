import { useFakeComfyUi } from '../../support/comfyui/use-fake-comfyui.js';
import { listenForEnd, submitForeign } from '../../support/comfyui/foreign-prompt.js';
import { imageRequest, recordingContext, withSteps } from '../../support/generation-request.js';

const comfy = useFakeComfyUi();

describe.each([false, true])('aborting a generation (at an old version: %s)', (isOld) => {
  const stop = new Error('cancelled');

  it('interrupts the prompt that runs', async () => {
    await comfy.start({ isOld });
    const aborter = new AbortController();
    const context = recordingContext(aborter.signal);
    const work = comfy.generator().generate(imageRequest(withSteps(1000)), {
      ...context,
      onProgress: () => {
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
    expect(comfy.fake.interrupted).toEqual(context.backendIds);
    expect(comfy.fake.queued).toEqual([]);
  });

  it('deletes the prompt that waits, and lets the work of somebody else go on', async () => {
    await comfy.start({ isOld });
    const foreign = await submitForeign(comfy.fake.url, 150);
    const untilEnd = await listenForEnd(comfy.fake.url, foreign);
    const aborter = new AbortController();
    const context = recordingContext(aborter.signal);
    const work = comfy.generator().generate(imageRequest(), {
      ...context,
      onBackendId: async (id) => {
        await context.onBackendId(id);
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
    expect(comfy.fake.requests).toContainEqual({
      method: 'POST',
      path: '/queue',
      body: { delete: context.backendIds },
    });
    expect(comfy.posts()).not.toContain('/interrupt');
    expect(comfy.fake.queued).toEqual([foreign]);
    await untilEnd();
    expect(comfy.fake.interrupted).toEqual([]);
  });

  it('interrupts the prompt once, however long its step takes', async () => {
    await comfy.start({ isOld, stepMs: 350 });
    const aborter = new AbortController();
    const work = comfy.generator().generate(imageRequest(withSteps(1000)), {
      ...recordingContext(aborter.signal),
      onProgress: () => {
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
    expect(comfy.posts()).toEqual(['/prompt', '/interrupt']);
  });

  it('interrupts the prompt again when that was forgotten', async () => {
    await comfy.start({ isOld, stepMs: 20 });
    comfy.fake.fault('forget-interrupt', 1);
    const aborter = new AbortController();
    const work = comfy.generator().generate(imageRequest(withSteps(1000)), {
      ...recordingContext(aborter.signal),
      onProgress: () => {
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
    expect(comfy.posts()).toEqual(['/prompt', '/interrupt', '/interrupt']);
    expect(comfy.fake.queued).toEqual([]);
  });

  it('before it begins asks ComfyUI nothing', async () => {
    await comfy.start({ isOld });
    await expect(
      comfy.generator().generate(imageRequest(), recordingContext(AbortSignal.abort(stop))),
    ).rejects.toBe(stop);
    expect(comfy.fake.requests).toEqual([]);
  });

  it('ends at once when ComfyUI is gone', async () => {
    await comfy.start({ isOld });
    const aborter = new AbortController();
    const work = comfy.generator({ patienceMs: 60_000 }).generate(imageRequest(withSteps(1000)), {
      ...recordingContext(aborter.signal),
      onProgress: () => {
        comfy.fake.fault('queue-500');
        aborter.abort(stop);
      },
    });
    await expect(work).rejects.toBe(stop);
  });
});
