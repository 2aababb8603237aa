import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '../../../src/config/config.module.js';
import type { SettingValues } from '../../../src/config/config.schema.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { Generators } from '../../../src/generation-jobs/generators/generators.js';
import { GeneratorsModule } from '../../../src/generation-jobs/generators/generators.module.js';

class TestModule {}

async function generatorsWith(values: Partial<SettingValues> = {}): Promise<Generators> {
  const config = loadConfig({ variables: { APP_ENV: 'test' } }).with({ values });
  const imports = [ConfigModule.register(config), GeneratorsModule];
  const app = await NestFactory.createApplicationContext({ module: TestModule, imports }, { logger: false });
  return app.get(Generators);
}

describe('the generators of an installation', () => {
  it('are the built-in one alone until ComfyUI has an address', async () => {
    const generators = await generatorsWith();
    expect(generators.find(null)?.name).toBe('built-in');
    expect(generators.refusal('comfyui', 'image_generation')).toBe("backend 'comfyui' is not offered here");
  });

  it('are both where ComfyUI has one, and jobs that name none go to the default', async () => {
    const values = {
      'generation.comfyui-url': 'http://127.0.0.1:8188',
      'generation.default-backend': 'comfyui',
    } as const;
    const generators = await generatorsWith(values);
    expect(generators.find(null)?.name).toBe('comfyui');
    expect(generators.find('built-in')?.name).toBe('built-in');
    expect(generators.refusal('comfyui', 'image_generation')).toBeUndefined();
    expect(generators.refusal('comfyui', 'text_generation')).toBe(
      "backend 'comfyui' does not offer text_generation; it offers image_generation",
    );
  });

  it.each(['video_generation', 'audio_generation'] as const)('refuse %s clearly', async (jobType) => {
    const generators = await generatorsWith();
    expect(generators.refusal(undefined, jobType)).toBe(
      `backend 'built-in' does not offer ${jobType}; it offers image_generation, text_generation`,
    );
  });
});
