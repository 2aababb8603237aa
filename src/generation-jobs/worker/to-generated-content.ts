import { beginningOf } from '../../common/beginning-of.js';
import type { ContentType } from '../../content/content-kind.js';
import type { GeneratedContent } from '../../content/content.service.js';
import { type StoredOutput, thumbnailPaths } from '../../images/images.service.js';
import { type GenerationJob, JobType } from '../generation-job.entity.js';
import type { Generation } from '../generators/generator.js';

const longestTitle = 255;

const contentTypes: Record<JobType, ContentType> = {
  [JobType.Text]: 'text',
  [JobType.Image]: 'image',
  [JobType.Video]: 'video',
  [JobType.Audio]: 'audio',
};

/** What came of a generation: files that are kept, and text, which needs none. */
export interface KeptOutputs {
  readonly files: readonly StoredOutput[];
  readonly text: string | undefined;
}

function titleOf({ params, prompt }: GenerationJob): string {
  const { title } = params;
  return beginningOf(typeof title === 'string' && title.trim() !== '' ? title : prompt, longestTitle);
}

/** The item a job leaves in its user's gallery; the metadata tells all that is needed to make it once more. */
export function toGeneratedContent(
  job: GenerationJob,
  { files, text }: KeptOutputs,
  { metadata }: Pick<Generation, 'metadata'>,
): GeneratedContent {
  const outputs = files.map(({ storageKey, mediaType, sizeBytes, width, height }) => ({
    path: storageKey,
    media_type: mediaType,
    size_bytes: sizeBytes,
    width,
    height,
  }));
  return {
    title: titleOf(job),
    contentType: contentTypes[job.jobType],
    contentData: text ?? files[0]?.storageKey ?? '',
    prompt: job.prompt,
    itemMetadata: { ...job.params, generation_job_id: job.id, generation: metadata, outputs },
    creatorId: job.userId,
    ...thumbnailPaths(files),
  };
}
