import { IntField, type JsonObject, TextField } from '../common/http/fields.decorators.js';
import { largestInteger } from '../common/largest-integer.js';
import { JobStatus } from './generation-job.entity.js';
import { JobStatusField, ParamsField } from './generation-job.fields.js';

const message = { maxLength: 10_000, example: 'Out of memory' };

/** New parameters of a job that waits. */
export class ReplaceParamsDto {
  @ParamsField({
    description: 'Replaces the parameters; at most 64 KiB',
    aliases: ['params'],
    example: { title: 'Lighthouse' },
  })
  parameters!: JsonObject;
}

/** A state to put a job into. */
export class SetJobStatusDto {
  @JobStatusField({
    description: 'New state; `processing` and `started` mean `running`',
    synonyms: { processing: JobStatus.Running, started: JobStatus.Running },
  })
  status!: JobStatus;

  @TextField({ description: 'Why; required of `failed`', optional: true, ...message })
  error_message?: string;
}

/** What came of a job. */
export class CompleteJobDto {
  @IntField({
    description: 'The content that was made, a regular item; absent where there is none',
    min: 1,
    max: largestInteger,
    optional: true,
    example: 3000001,
  })
  content_id?: number;
}

/** Why a job failed. */
export class FailJobDto {
  @TextField({ description: 'Why', minLength: 1, ...message })
  error_message!: string;
}

/** Why a job is not to go on. */
export class CancelJobDto {
  @TextField({
    description: 'Why; kept as `Cancelled: …`',
    optional: true,
    trim: true,
    blankIsAbsent: true,
    maxLength: 1_000,
    example: 'no longer needed',
  })
  reason?: string;
}
