import { HttpStatus, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors/domain.error.js';
import { AppConfig } from '../config/app-config.js';
import { untilStored } from '../database/until-stored.js';
import {
  backdateKey,
  deleteExpiredKeys,
  findKey,
  type KeyName,
  nameResource,
  releaseKey,
  storeAnswer,
  type StoredKey,
  takeKey,
} from './idempotency-keys.queries.js';
import type { KeyedRequest } from './keyed-request.js';

/** Work that creates one resource and is answered with it. */
export interface IdempotentWork<Resource extends { id: number }, Answer extends object> {
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
const hourMs = 3_600_000;
const batchSize = 1_000;

/** Does the work of requests that may come several times once, and answers each of them as it did the first. */
@Injectable()
export class IdempotencyService {
  private readonly logger = new Logger(IdempotencyService.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly config: AppConfig,
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
    const answer = await this.answerFirst(name, request, work);
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
    name: KeyName,
    request: KeyedRequest,
    work: IdempotentWork<Resource, Answer>,
  ): Promise<Answer | undefined> {
    const createdAt = this.clock.now();
    try {
      const created = await this.begin(name, { bodyHash: request.bodyHash, createdAt }, work);
      return created && (await this.complete(name, created, work));
    } catch (error) {
      if (!(error instanceof DomainError)) this.abandon(name, createdAt);
      throw error;
    }
  }

  /**
   * A database that went away may have committed the key and the resource: the next request is to find out at once, and
   * not to be told for a minute that this one is under way.
   */
  private abandon(name: KeyName, createdAt: Date): void {
    const to = new Date(createdAt.getTime() - longestRequestMs);
    const write = (): Promise<void> => backdateKey(this.dataSource, name, { createdAt, to });
    untilStored(write, { pauseMs, signal: AbortSignal.timeout(longestRequestMs) }).catch((error: unknown) => {
      this.logger.warn(`a request that failed is taken to be under way for a while: ${String(error)}`);
    });
  }

  private begin<Resource extends { id: number }>(
    name: KeyName,
    { bodyHash, createdAt }: { bodyHash: Buffer; createdAt: Date },
    work: Pick<IdempotentWork<Resource, object>, 'create'>,
  ): Promise<Resource | undefined> {
    const lifeMs = this.config.get('generation.idempotency-hours') * hourMs;
    const expiresAt = new Date(createdAt.getTime() + lifeMs);
    return this.dataSource.transaction(async (manager) => {
      if (!(await takeKey(manager, { ...name, bodyHash, createdAt, expiresAt }))) return undefined;
      const created = await work.create(manager);
      await nameResource(manager, name, created.id);
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
      await this.store(name, created.id, answer);
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
    await this.store(name, known.resourceId, answer);
    request.markReplayed();
    return answer;
  }

  private store(name: KeyName, resourceId: number, answer: object): Promise<void> {
    const body = JSON.stringify(answer);
    return storeAnswer(this.dataSource, name, { resourceId, status: HttpStatus.CREATED, body });
  }

  private refuseForNow(): never {
    throw new DomainError('CONFLICT', 'A request with this Idempotency-Key is under way; try again', {
      retryAfterSeconds: 1,
    });
  }
}
