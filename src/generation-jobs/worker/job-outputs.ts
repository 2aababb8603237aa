import { Injectable, Logger } from '@nestjs/common';
import { ContentService } from '../../content/content.service.js';
import { ImagesService, InvalidOutputError, type StoredOutput } from '../../images/images.service.js';
import { type Generation, type GeneratedOutput, GenerationError } from '../generators/generator.js';
import type { AttemptResult, Claim } from '../lifecycle/job-attempts.js';
import { toGeneratedContent } from './to-generated-content.js';

function isText({ mediaType }: GeneratedOutput): boolean {
  return mediaType.startsWith('text/');
}

/** @throws GenerationError when it is none that can be stored */
function readText({ data }: GeneratedOutput): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(data);
    if (text.trim() !== '' && !text.includes('\0')) return text;
  } catch {
    // Told below, like any other text that is none.
  }
  throw new GenerationError('workflow', 'The generator has written no text that can be kept');
}

/** Longer names are those of no model. */
const longestModel = 255;

function modelOf({ metadata: { model } }: Generation): string | null {
  return typeof model === 'string' && model.length <= longestModel ? model : null;
}

/** Keeps what generations make: files in the storage, and the content that refers to them. */
@Injectable()
export class JobOutputs {
  private readonly logger = new Logger(JobOutputs.name);

  constructor(
    private readonly images: ImagesService,
    private readonly content: ContentService,
  ) {}

  /**
   * Stores the files of an attempt; its content is stored, and owns them, with the end of the job.
   * @throws GenerationError when there is nothing that could be kept
   */
  async store(claim: Claim, generation: Generation): Promise<AttemptResult> {
    const { job } = claim;
    const [first] = generation.outputs;
    if (!first) throw new GenerationError('workflow', 'The generator has made nothing');
    const text = isText(first) ? readText(first) : undefined;
    const files = text === undefined ? await this.storeFiles(claim, generation) : [];
    return {
      outputPaths: files.map(({ storageKey }) => storageKey),
      model: modelOf(generation),
      createContent: async (manager) => {
        const content = toGeneratedContent(job, { files, text }, generation);
        const contentId = await this.content.addGenerated(content, manager);
        if (files.length > 0) await this.images.attach(contentId, files, manager);
        return contentId;
      },
    };
  }

  /** Deletes files that this attempt, or one that has ended, has made in vain; what stays behind goes after a day. */
  async discardUnused({ job, token }: Claim, isCompleted: boolean): Promise<void> {
    try {
      if (!isCompleted) await this.images.discardAttempt(job.uuid, token);
      else if (job.attempts > 1) await this.images.discard(job.uuid, token);
    } catch (error) {
      this.logger.warn(`files of job ${job.id} are left to the next tidying: ${String(error)}`);
    }
  }

  private async storeFiles({ job, token }: Claim, { outputs }: Generation): Promise<StoredOutput[]> {
    try {
      return await this.images.store(job.uuid, token, outputs);
    } catch (error) {
      if (!(error instanceof InvalidOutputError)) throw error;
      throw new GenerationError('workflow', `The generator has made nothing usable: ${error.message}`, {
        cause: error,
      });
    }
  }
}
