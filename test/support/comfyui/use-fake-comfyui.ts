import { Logger } from '@nestjs/common';
import {
  ComfyUiGenerator,
  type ComfyUiSettings,
} from '../../../src/generation-jobs/generators/comfyui/comfyui.generator.js';
import { type FakeComfyUi, type FakeComfyUiOptions, startFakeComfyUi } from './fake-comfyui.js';

/** A fake ComfyUI for each test of a file, and generators that ask it impatiently. */
export interface ComfyUiOfTest {
  readonly fake: FakeComfyUi;
  start(options?: FakeComfyUiOptions): Promise<void>;
  generator(settings?: Partial<ComfyUiSettings>): ComfyUiGenerator;
  /** Paths of the requests that changed something, in order. */
  posts(): string[];
}

export function useFakeComfyUi(): ComfyUiOfTest {
  let fake: FakeComfyUi;
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(() => fake.close());
  return {
    get fake() {
      return fake;
    },
    start: async (options) => {
      fake = await startFakeComfyUi(options);
    },
    generator: (settings) =>
      new ComfyUiGenerator({ url: fake.url, idleMs: 10_000, pollMs: 20, patienceMs: 200, ...settings }),
    posts: () => fake.requests.filter(({ method }) => method === 'POST').map(({ path }) => path),
  };
}
