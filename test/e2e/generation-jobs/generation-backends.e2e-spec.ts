import { type FakeComfyUi, startFakeComfyUi } from '../../support/comfyui/fake-comfyui.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import type { SettingValues } from '../../../src/config/config.schema.js';

describe('the backends of an installation', () => {
  const builtIn = {
    name: 'built-in',
    job_types: ['image_generation', 'text_generation'],
    models: { checkpoints: [], loras: [] },
  };
  let fake: FakeComfyUi;
  let test: TestApp;

  async function start(values: Partial<SettingValues>): Promise<void> {
    test = await createTestApp(values);
  }
  const list = () => test.http.get('/api/v1/generation-backends');
  const askedForModels = () => fake.requests.filter(({ path }) => path === '/models/checkpoints');

  beforeEach(async () => {
    fake = await startFakeComfyUi();
  });
  afterEach(async () => {
    await test.close();
    await fake.close();
  });

  it('are the built-in one alone without ComfyUI', async () => {
    await start({});
    const { status, body } = await list();
    expect([status, body]).toEqual([200, [{ ...builtIn, is_default: true }]]);
  });

  it('tell which models they have, asking for them once for many requests', async () => {
    await start({ 'generation.comfyui-url': fake.url, 'generation.default-backend': 'comfyui' });
    const answers = [...(await Promise.all([list(), list()])), await list()];
    for (const { body } of answers) {
      expect(body).toEqual([
        { ...builtIn, is_default: false },
        {
          name: 'comfyui',
          job_types: ['image_generation'],
          is_default: true,
          models: {
            checkpoints: ['dreams.safetensors', 'photo.safetensors'],
            loras: ['ink.safetensors', 'light.safetensors'],
          },
        },
      ]);
    }
    expect(askedForModels()).toHaveLength(1);
  });

  it.each(['away', 'mute'])('are listed without models where ComfyUI is %s', async (how) => {
    if (how === 'mute') fake.fault('mute');
    await start({ 'generation.comfyui-url': fake.url });
    if (how === 'away') await fake.close();
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body[1]).toMatchObject({ name: 'comfyui', is_default: false, models: null });
    if (how === 'away') fake = await startFakeComfyUi();
  });
});
