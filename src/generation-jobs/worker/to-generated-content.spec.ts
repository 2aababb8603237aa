import type { StoredFile, StoredOutput } from '../../images/images.service.js';
import { GenerationJob, JobType } from '../generation-job.entity.js';
import { toGeneratedContent } from './to-generated-content.js';

const file = (storageKey: string): StoredFile => ({
  storageKey,
  mediaType: 'image/png',
  sizeBytes: 10,
  sha256: 'ab',
  width: 64,
  height: 32,
});

function jobOf(overrides: Partial<GenerationJob> = {}): GenerationJob {
  return Object.assign(new GenerationJob(), {
    id: 7,
    userId: 'user',
    jobType: JobType.Image,
    prompt: 'a lighthouse',
    params: { steps: 20 },
    ...overrides,
  });
}

describe('toGeneratedContent', () => {
  const metadata = { seed: 1 };

  it('makes an image of files, told by the first of them', () => {
    const files: StoredOutput[] = [
      { ...file('a.png'), thumbnails: { '256x256': file('a-256.webp'), '512x512': file('a-512.webp') } },
      { ...file('b.png'), thumbnails: {} },
    ];
    expect(toGeneratedContent(jobOf(), { files, text: undefined }, { metadata })).toEqual({
      title: 'a lighthouse',
      contentType: 'image',
      contentData: 'a.png',
      prompt: 'a lighthouse',
      creatorId: 'user',
      pathThumb: 'a-256.webp',
      pathThumbsAltRes: { '256x256': 'a-256.webp', '512x512': 'a-512.webp' },
      itemMetadata: {
        steps: 20,
        generation_job_id: 7,
        generation: metadata,
        outputs: ['a.png', 'b.png'].map((path) => ({
          path,
          media_type: 'image/png',
          size_bytes: 10,
          width: 64,
          height: 32,
        })),
      },
    });
  });

  it('makes text of text', () => {
    const job = jobOf({ jobType: JobType.Text });
    expect(toGeneratedContent(job, { files: [], text: 'Once upon a time' }, { metadata })).toMatchObject({
      contentType: 'text',
      contentData: 'Once upon a time',
      pathThumb: null,
      pathThumbsAltRes: null,
    });
  });

  it.each([
    [{ title: 'My picture' }, 'My picture'],
    [{ title: '  ' }, 'a lighthouse'],
    [{ title: 7 }, 'a lighthouse'],
    [{ title: 'x'.repeat(300) }, 'x'.repeat(255)],
    [{ title: `${'x'.repeat(254)}😀` }, 'x'.repeat(254)],
  ])('takes the title from params that are %j, or from the prompt', (params, title) => {
    const content = toGeneratedContent(jobOf({ params }), { files: [], text: '' }, { metadata });
    expect(content.title).toBe(title);
  });
});
