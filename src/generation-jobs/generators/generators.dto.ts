import { ApiProperty } from '@nestjs/swagger';
import { JobType } from '../generation-job.entity.js';
import { type BackendName, backendNames } from './generator.js';

/** Names that a job can give as its models. */
export class BackendModelsDto {
  @ApiProperty({
    type: [String],
    description: 'For `checkpoint_model`; the first serves jobs that name none',
    example: ['dreams.safetensors'],
  })
  checkpoints!: readonly string[];

  @ApiProperty({ type: [String], description: 'For `lora_models`', example: ['ink.safetensors'] })
  loras!: readonly string[];
}

/** A generator that jobs can ask for. */
export class GenerationBackendDto {
  @ApiProperty({ enum: backendNames, enumName: 'GenerationBackend' })
  name!: BackendName;

  @ApiProperty({
    enum: Object.values(JobType),
    enumName: 'JobType',
    isArray: true,
    description: 'What it can generate',
  })
  job_types!: readonly JobType[];

  @ApiProperty({ description: 'Whether jobs that name none go to it' })
  is_default!: boolean;

  @ApiProperty({
    type: BackendModelsDto,
    nullable: true,
    description: 'Null while the backend cannot be reached; empty where it has none to choose from',
  })
  models!: BackendModelsDto | null;
}
