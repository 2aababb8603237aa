// Members and filters that several requests about jobs share, each stated once.
import { Field, type FieldOptions, type Reading } from '../common/http/field.decorator.js';
import { EnumField, isJsonObject, type JsonObject } from '../common/http/fields.decorators.js';
import { JobStatus, JobType } from './generation-job.entity.js';
import { GenerationError } from './generators/generator.js';
import { readSamplerParams } from './generators/sampler-params.js';

export const jobTypes = Object.values(JobType);
export const jobStatuses = Object.values(JobStatus);

export const jobTypeSynonyms = {
  text: JobType.Text,
  image: JobType.Image,
  video: JobType.Video,
  audio: JobType.Audio,
} as const;

/** Parameters are read with every job: as JSON they may take so much. */
const mostParamsBytes = 64 * 1024;

interface Presence {
  description?: string;
  optional?: boolean;
}

export function JobTypeField(options: Presence = {}): PropertyDecorator {
  return EnumField({
    description: 'Kind of content to generate; `image` means `image_generation`',
    name: 'JobType',
    values: jobTypes,
    synonyms: jobTypeSynonyms,
    ...options,
  });
}

export function JobStatusField(
  options: Presence & { synonyms?: Readonly<Record<string, JobStatus>> } = {},
): PropertyDecorator {
  return EnumField({ description: 'State of the job', name: 'JobStatus', values: jobStatuses, ...options });
}

function samplerProblem(params: JsonObject): string | undefined {
  try {
    readSamplerParams(params);
    return undefined;
  } catch (error) {
    if (error instanceof GenerationError) return error.message;
    throw error;
  }
}

/** What the generator would refuse is better refused at once. */
function readSampler(raw: unknown, name: string): Reading<JsonObject> {
  if (!isJsonObject(raw)) return { problem: `${name} must be an object` };
  const problem = samplerProblem({ sampler_params: raw });
  return problem === undefined ? { value: raw } : { problem };
}

function readParams(raw: unknown, name: string): Reading<JsonObject> {
  if (!isJsonObject(raw)) return { problem: `${name} must be an object` };
  if (Buffer.byteLength(JSON.stringify(raw)) > mostParamsBytes)
    return { problem: `${name} must take at most ${mostParamsBytes / 1024} KiB` };
  const problem = samplerProblem(raw);
  return problem === undefined ? { value: raw } : { problem };
}

/** How the sampler is to work; what is not known of it is kept as it is. */
export function SamplerParamsField(options: FieldOptions<JsonObject>): PropertyDecorator {
  return Field(readSampler, { type: 'object', additionalProperties: true }, options);
}

/** Free parameters of a generation, those of its sampler checked. */
export function ParamsField(options: FieldOptions<JsonObject>): PropertyDecorator {
  return Field(readParams, { type: 'object', additionalProperties: true }, options);
}
