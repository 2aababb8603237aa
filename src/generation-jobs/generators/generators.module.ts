import { Module } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { BuiltInGenerator } from './built-in/built-in.generator.js';
import { ComfyUiGenerator } from './comfyui/comfyui.generator.js';
import type { Generator } from './generator.js';
import { GeneratorListing } from './generator-listing.js';
import { Generators, GENERATORS } from './generators.js';

function createGenerators(config: AppConfig): Generator[] {
  const url = config.get('generation.comfyui-url');
  const idleMs = config.get('generation.comfyui-idle-seconds') * 1000;
  return [new BuiltInGenerator(), ...(url === 'off' ? [] : [new ComfyUiGenerator({ url, idleMs })])];
}

/** The generators of this installation: the built-in one always, ComfyUI where its address is configured. */
@Module({
  providers: [
    Generators,
    GeneratorListing,
    { provide: GENERATORS, inject: [AppConfig], useFactory: createGenerators },
  ],
  exports: [Generators, GeneratorListing],
})
export class GeneratorsModule {}
