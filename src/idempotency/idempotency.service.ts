import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors/domain.error.js';
import { untilStored } from '../database/until-stored.js';
import {
  backdateKey,
  deleteExpiredKeys,
  findKey,
  type KeyName,
  nameResource,
  type NewKey,
  releaseKey,
  storeAnswer,
  type StoredKey,
  takeKey,
} from './idempotency-keys.queries.js';
import type { KeyedRequest } from './keyed-request.js';
import { hourMs } from '../common/durations.js';

/** Work that creates one resource and is answered with it. */
export interface IdempotentWork<Resource extends { id: number }, Answer extends object> {
  /** HTTP status of its success. */
  readonly status: number;
  /** For so long the answer comes again. */
  readonly keptHours: number;
  /** Creates the resource in the transaction that takes the key: there is never the one without the other. */
  create(manager: EntityManager): Promise<Resource>;
  /**
   * What is left to do after that is committed.
   * @throws DomainError when the resource had to be taken back, and the key is free again
   */
  finish(created: Resource): Promise<Answer>;
  /** The answer nobody lived to store, made of the resource as it is now; undefined when that is gone. */
  recover(resourceId: number): Promise<Answer | undefined>;
}

/** A request that has not stored its answer by now never will: its process died. */
const longestRequestMs = 60_000;
/** Pause between tries to tell a database that is away that a request has failed. */
const pauseMs = 500;
const batchSize = 1_000;

/** Does the work of requests that may come several times once, and answers each of them as it did the first. */
@Injectable()
export class IdempotencyService {
  private readonly logger = new Logger(IdempotencyService.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * @param scope the operation and the user; the same key elsewhere is another key
   * @throws ValidationError when the key came with another body; DomainError CONFLICT while the first request is
   * under way; what the work throws, and then the key is free again
   */
  async run<Resource extends { id: number }, Answer extends object>(
    request: KeyedRequest,
    scope: string,
    work: IdempotentWork<Resource, Answer>,
  ): Promise<Answer> {
    const name = { scope, key: request.key };
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + work.keptHours * hourMs);
    const answer = await this.answerFirst(
      { ...name, bodyHash: request.bodyHash, createdAt, expiresAt },
      work,
    );
    if (answer) return answer;
    const known = await findKey(this.dataSource, name);
    // None: the first request has failed this very moment, and what comes next may be a first one.
    if (!known) return this.refuseForNow();
    return this.repeat(name, known, request, work);
  }

  /** Deletes what nobody may be answered from any more; answers how much that was. */
  async deleteExpired(now: Date): Promise<number> {
    let deleted = 0;
    for (let last = batchSize; last === batchSize; deleted += last)
      last = await deleteExpiredKeys(this.dataSource, now, batchSize);
    return deleted;
  }

  /** Undefined when the key is taken. */
  private async answerFirst<Resource extends { id: number }, Answer extends object>(
    taken: NewKey,
    work: IdempotentWork<Resource, Answer>,
  ): Promise<Answer | undefined> {
    const begun: { resource?: Resource } = {};
    const create = async (manager: EntityManager): Promise<Resource> =>
      (begun.resource = await work.create(manager));
    try {
      const created = await this.begin(taken, create);
      return created && (await this.complete(taken, created, work));
    } catch (error) {
      // Nothing can have been committed of a request that got no resource.
      if (begun.resource && !(error instanceof DomainError)) this.abandon(taken, begun.resource.id);
      throw error;
    }
  }

  /**
   * A database that went away may have committed the key and the resource: the next request is to find out at once, and
   * not to be told for a minute that this one is under way.
   */
  private abandon(taken: NewKey, resourceId: number): void {
    const to = new Date(taken.createdAt.getTime() - longestRequestMs);
    const write = (): Promise<void> => backdateKey(this.dataSource, taken, { resourceId, to });
    untilStored(write, { pauseMs, signal: AbortSignal.timeout(longestRequestMs) }).catch((error: unknown) => {
      this.logger.warn(`a request that failed is taken to be under way for a while: ${String(error)}`);
    });
  }

  private begin<Resource extends { id: number }>(
    taken: NewKey,
    create: IdempotentWork<Resource, object>['create'],
  ): Promise<Resource | undefined> {
    return this.dataSource.transaction(async (manager) => {
      if (!(await takeKey(manager, taken))) return undefined;
      const created = await create(manager);
      await nameResource(manager, taken, created.id);
      return created;
    });
  }

  private async complete<Resource extends { id: number }, Answer extends object>(
    name: KeyName,
    created: Resource,
    work: IdempotentWork<Resource, Answer>,
  ): Promise<Answer> {
    try {
      const answer = await work.finish(created);
      await this.store(name, created.id, { status: work.status, answer });
      return answer;
    } catch (error) {
      if (error instanceof DomainError) await releaseKey(this.dataSource, name, created.id);
      throw error;
    }
  }

  private async repeat<Resource extends { id: number }, Answer extends object>(
    name: KeyName,
    known: StoredKey,
    request: KeyedRequest,
    work: IdempotentWork<Resource, Answer>,
  ): Promise<Answer> {
    if (!known.bodyHash.equals(request.bodyHash)) return request.refuseOtherBody();
    if (known.responseBody !== null) {
      request.markReplayed();
      return JSON.parse(known.responseBody) as Answer;
    }
    const ageMs = this.clock.now().getTime() - known.createdAt.getTime();
    if (ageMs < longestRequestMs) return this.refuseForNow();
    const answer = await work.recover(known.resourceId);
    if (!answer) {
      await releaseKey(this.dataSource, name, known.resourceId);
      return this.refuseForNow();
    }
    await this.store(name, known.resourceId, { status: work.status, answer });
    request.markReplayed();
    return answer;
  }

  private store(
    name: KeyName,
    resourceId: number,
    { status, answer }: { status: number; answer: object },
  ): Promise<void> {
    return storeAnswer(this.dataSource, name, { resourceId, status, body: JSON.stringify(answer) });
  }

  private refuseForNow(): never {
    throw new DomainError('CONFLICT', 'A request with this Idempotency-Key is under way; try again', {
      retryAfterSeconds: 1,
    });
  }
}
