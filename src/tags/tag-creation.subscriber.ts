import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  DataSource,
  type EntityManager,
  type EntitySubscriberInterface,
  type TransactionCommitEvent,
} from 'typeorm';
import { TagHierarchyCache } from './tag-hierarchy.cache.js';

const createdTags = Symbol('created tags');

interface TransactionNotes {
  [createdTags]?: boolean;
}

/**
 * Drops the cached hierarchy when a transaction that created tags is committed. Any earlier, and a reader could cache
 * it again without them; and whoever creates tags on the way to something else need not think of it.
 */
@Injectable()
export class TagCreationSubscriber implements EntitySubscriberInterface {
  constructor(
    @InjectDataSource() dataSource: DataSource,
    private readonly cache: TagHierarchyCache,
  ) {
    dataSource.subscribers.push(this);
  }

  /** Notes in the transaction of `manager` that it creates tags. */
  note(manager: EntityManager): void {
    if (!manager.queryRunner) throw new Error('tags are created in a transaction');
    (manager.queryRunner.data as TransactionNotes)[createdTags] = true;
  }

  async afterTransactionCommit({ queryRunner }: TransactionCommitEvent): Promise<void> {
    // A released savepoint tells of a commit too, while its transaction is still open.
    if (queryRunner.isTransactionActive || !(queryRunner.data as TransactionNotes)[createdTags]) return;
    await this.cache.invalidate();
  }
}
