import { EntriesField } from '../common/http/entries-field.decorator.js';
import {
  EnumField,
  IntField,
  type JsonObject,
  NumberField,
  TextField,
  UuidField,
} from '../common/http/fields.decorators.js';
import type { JobType } from './generation-job.entity.js';
import { JobTypeField, ParamsField, SamplerParamsField } from './generation-job.fields.js';
import { type BackendName, backendNames } from './generators/generator.js';
import { highestPriority } from './queue/generation-queue.js';

const side = { min: 64, max: 2048, optional: true };

/** A LoRA model to apply, and how strongly. */
export class LoraModelDto {
  @TextField({
    description: 'Name the generator knows it by',
    minLength: 1,
    maxLength: 255,
    example: 'detail',
  })
  name!: string;

  @NumberField({ description: 'Weight on the model', optional: true, example: 0.8 })
  strength_model?: number;

  @NumberField({ description: 'Weight on the text encoder', optional: true, example: 0.8 })
  strength_clip?: number;
}

/** A request to generate content. */
export class CreateGenerationJobDto {
  @UuidField({ description: 'For whom', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  user_id!: string;

  @JobTypeField()
  job_type!: JobType;

  @TextField({
    description: 'What to generate',
    minLength: 1,
    maxLength: 10_000,
    example: 'a lighthouse at dusk, oil on canvas',
  })
  prompt!: string;

  @ParamsField({
    description:
      'Anything the generator is to know; `title` becomes that of the content. At most 64 KiB. Settings that have a field of their own beside `params` are taken from there alone (but for `sampler_params`): in the `params` of images they are overwritten with those, or with the defaults',
    aliases: ['parameters'],
    default: {},
    example: { title: 'Lighthouse' },
  })
  params!: JsonObject;

  @EnumField({
    description: 'Generator; that of the configuration unless sent. `mock` and `kerniegen` mean `built-in`',
    name: 'GenerationBackend',
    values: backendNames,
    synonyms: { mock: 'built-in', kerniegen: 'built-in' },
    optional: true,
  })
  backend?: BackendName;

  @IntField({
    description: 'Of the jobs of one user higher ones come sooner; users take turns whatever theirs are',
    min: 0,
    max: highestPriority,
    default: 0,
  })
  priority!: number;

  @TextField({ description: 'What not to show', maxLength: 20_000, optional: true, example: 'blurry' })
  negative_prompt?: string;

  @TextField({
    description: 'Model the generator is to start from; its own choice unless sent',
    maxLength: 255,
    trim: true,
    blankIsAbsent: true,
    optional: true,
    example: 'dreamshaper_8',
  })
  checkpoint_model?: string;

  @EntriesField(LoraModelDto, {
    description: 'LoRA models to apply, in this order',
    minItems: 0,
    maxItems: 20,
    optional: true,
  })
  lora_models?: LoraModelDto[];

  @IntField({ description: 'Width in pixels; of images 832 unless sent', ...side })
  width?: number;

  @IntField({ description: 'Height in pixels; of images 1216 unless sent', ...side })
  height?: number;

  @IntField({ description: 'How many to make at once', min: 1, max: 8, optional: true })
  batch_size?: number;

  @SamplerParamsField({
    description:
      '`seed` (any when -1), `steps` 1–1000, `cfg` 0–100, `sampler_name`, `scheduler`, `denoise` 0–1; what else there is is kept. Also taken from `params`',
    optional: true,
    example: { seed: 42, steps: 20, cfg: 7 },
  })
  sampler_params?: JsonObject;
}
