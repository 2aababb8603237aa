import type { ContentType } from '../content/content-kind.js';
import type { JobStatus } from '../generation-jobs/generation-job.entity.js';
import type { CatalogueItem } from './catalogue.js';
import type { DemoUser } from './demo-users.js';
import { detailsOf, isAskedFor, type ItemDetails, models } from './item-details.js';
import { Random } from './random.js';
import type { World } from './world.js';
import { hourMs } from '../common/durations.js';

/** A generation job, from which both its row and its analytics events are told. */
export interface DemoJob {
  readonly id: number;
  readonly uuid: string;
  readonly user: DemoUser;
  readonly medium: ContentType;
  readonly status: JobStatus;
  readonly details: ItemDetails;
  readonly model: string;
  readonly contentId: number | null;
  readonly failure: Failure | null;
  /** Jobs waiting or running when this one was asked for. */
  readonly queueLength: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export interface Failure {
  readonly type: string;
  readonly message: string;
}

const failures: readonly Failure[] = [
  { type: 'timeout', message: 'Generation took longer than 30 minutes' },
  { type: 'oom', message: 'Out of memory while decoding a 1344x768 latent' },
  { type: 'connection', message: 'Connection to the generator was refused' },
  { type: 'workflow', message: 'Workflow node 7 has no input "samples"' },
  { type: 'validation', message: 'Checkpoint is not known to the generator' },
];

const shareFailed = 0.02;
const shareCancelled = 0.012;
const typicalWorkSeconds: Readonly<Record<ContentType, number>> = {
  text: 6,
  image: 18,
  audio: 40,
  video: 120,
};

interface Course {
  status: JobStatus;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
}

/** Draws jobs of the items of a catalogue; a job whose item exists ended the moment the item was made. */
class JobSource {
  private lastId = 0;

  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {}

  completed(item: CatalogueItem): DemoJob | undefined {
    const startedAt = item.createdAt - this.workMs(item.medium);
    const createdAt = startedAt - this.waitMs();
    const wasThere = createdAt >= this.creatorOf(item).createdAt;
    const course: Course = { status: 'completed', createdAt, startedAt, completedAt: item.createdAt };
    return wasThere ? this.job(item, course, item.id) : undefined;
  }

  failed(item: CatalogueItem): DemoJob {
    const startedAt = item.createdAt + this.waitMs();
    const completedAt = startedAt + this.workMs(item.medium);
    return this.job(item, { status: 'failed', createdAt: item.createdAt, startedAt, completedAt });
  }

  cancelled(item: CatalogueItem): DemoJob {
    const startedAt = this.random.chance(0.5) ? item.createdAt + this.waitMs() : null;
    const completedAt = (startedAt ?? item.createdAt) + this.waitMs();
    return this.job(item, { status: 'cancelled', createdAt: item.createdAt, startedAt, completedAt });
  }

  /** Still waiting, or being worked on, at the end of the data; each is later than the one before. */
  active(item: CatalogueItem, status: 'pending' | 'running', secondsAgo: number): DemoJob {
    const createdAt = this.world.now.getTime() - secondsAgo * 1000;
    const startedAt = status === 'running' ? createdAt + 1500 : null;
    return this.job(item, { status, createdAt, startedAt, completedAt: null });
  }

  private job(item: CatalogueItem, course: Course, contentId: number | null = null): DemoJob {
    const details = detailsOf(this.world.seed, item);
    return {
      ...course,
      id: ++this.lastId,
      uuid: this.random.uuid(),
      user: this.creatorOf(item),
      medium: item.medium,
      details,
      model: details.model ?? (models[item.medium][0] as string),
      contentId,
      failure: course.status === 'failed' ? this.random.pick(failures) : null,
      queueLength: Math.floor(-4 * Math.log(1 - this.random.next())),
    };
  }

  private creatorOf(item: CatalogueItem): DemoUser {
    return this.world.users[item.creator] as DemoUser;
  }

  private waitMs(): number {
    return Math.round(400 + 6000 * -Math.log(1 - this.random.next()));
  }

  private workMs(medium: ContentType): number {
    return Math.round(1000 * typicalWorkSeconds[medium] * Math.exp(this.random.normal(0, 0.35)));
  }
}

function* finishedJobs(world: World, source: JobSource, random: Random): Generator<DemoJob> {
  const { catalogue, now } = world;
  const lastHour = now.getTime() - hourMs;
  for (const item of catalogue.items()) {
    if (item.isAuto) continue;
    const job = isAskedFor(world.seed, item) ? source.completed(item) : undefined;
    if (job) yield job;
    if (item.createdAt > lastHour) continue; // an unsuccessful job ends later than its model item was made
    if (random.chance(shareFailed)) yield source.failed(item);
    if (random.chance(shareCancelled)) yield source.cancelled(item);
  }
}

/** The newest items of kinds that the demo's own generator makes: its workers go on with these jobs. */
function* newestMakeable({ catalogue }: World, count: number): Generator<CatalogueItem> {
  let found = 0;
  for (let id = catalogue.lastItemId; found < count; id--) {
    const item = catalogue.item(id);
    if (item.medium !== 'image' && item.medium !== 'text') continue;
    found++;
    yield item;
  }
}

function* activeJobs(world: World, source: JobSource): Generator<DemoJob> {
  const running = Math.ceil(2 * world.scale);
  const count = running + Math.ceil(6 * world.scale);
  let index = 0;
  for (const item of newestMakeable(world, count)) {
    const secondsAgo = (60 * (count - index)) / count;
    yield source.active(item, index < running ? 'running' : 'pending', secondsAgo);
    index++;
  }
}

/** All jobs, roughly in the order they were asked for; some 3 in 10 regular items are of one. */
export function* createJobs(world: World): Generator<DemoJob> {
  const random = new Random(world.seed, 'jobs');
  const source = new JobSource(world, random);
  yield* finishedJobs(world, source, random);
  yield* activeJobs(world, source);
}
