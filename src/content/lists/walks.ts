import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Sql } from 'sql-template-tag';
import { DataSource, type EntityManager } from 'typeorm';
import { Turnstile } from '../../common/turnstile.js';
import { AppConfig } from '../../config/app-config.js';
import type { SqlExecutor } from '../../database/run-sql.js';
import { countTags } from '../content-counts.queries.js';
import type { ContentCriteria } from './content-criteria.js';
import { findTermWords } from './search-words.queries.js';
import {
  type Anchor,
  type ListSubject,
  orderOf,
  type Walk,
  type WalkSubject,
  withAnchors,
  withArrivals,
  withoutRows,
} from './walk.js';
import { WalkMemory } from './walk-memory.js';
import {
  allConditions,
  changesSince,
  countMatching,
  prepareReading,
  prepareSearching,
  parseKeys,
  readRows,
  type WalkChanges,
} from './walk.queries.js';
import { type Beside, readBeside } from '../content-rows.queries.js';

/** Lists read from the beginning at the same time, each by up to three processes of PostgreSQL. */
const readAtOnce = 2;
const mostWaiting = 200;

/**
 * Remembers the lists that are dear to count and to find one's place in. A walk is read once and from then on brought
 * up to date with what the journal of changes says happened since, which keeps it exact: what a request is answered
 * holds in the snapshot of that very request, whoever else writes, from whichever process.
 */
@Injectable()
export class Walks {
  private readonly memory: WalkMemory;
  private readonly fewRows: number;
  private readonly underWay = new Map<string, Promise<Walk>>();
  private readonly turnstile = new Turnstile(readAtOnce, mostWaiting);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    config: AppConfig,
  ) {
    this.memory = new WalkMemory(config.get('content.memory-mb') * 1024 * 1024);
    this.fewRows = config.get('content.remembered-rows');
  }

  /** True of a list so short that all of its rows are remembered. */
  isShort(total: number): boolean {
    return total <= this.fewRows;
  }

  /** What is remembered of the list, in the state it was last seen in. */
  recall({ key }: WalkSubject): Walk | undefined {
    return this.memory.get(key);
  }

  /** What to ask, in whichever statement, to bring a walk up to date. */
  changesOf(subject: WalkSubject, walk: Walk): Beside {
    return changesSince(walk.snapshot, subject, orderOf(subject));
  }

  /** The walk after the changes; undefined when it is lost by them. */
  advance(subject: WalkSubject, walk: Walk, changes: WalkChanges): Walk | undefined {
    if (changes.isLost) {
      // Another request may have read it anew meanwhile.
      if (this.recall(subject) === walk) this.memory.forget(subject.key);
      return undefined;
    }
    const arrivals = parseKeys(changes.arrivals);
    const order = orderOf(subject);
    const advanced = order
      ? withArrivals(walk, order, arrivals, changes.snapshot)
      : { ...walk, snapshot: changes.snapshot, total: walk.total + arrivals.length };
    return this.keep(subject, this.isShort(advanced.total / 2) ? advanced : withoutRows(advanced));
  }

  /** The walk as the snapshot of a transaction sees it, read anew where nothing is known of it. */
  async current(subject: WalkSubject, manager: EntityManager): Promise<Walk> {
    const walk = this.recall(subject);
    const changes = walk && (await readBeside<WalkChanges>(manager, this.changesOf(subject, walk)));
    const advanced = walk && changes && this.advance(subject, walk, changes);
    return advanced ?? this.keep(subject, await this.readWalk(manager, subject));
  }

  /** Reads a walk nobody has seen: however many ask, one reads it and the others wait for what it finds. */
  async learn(subject: WalkSubject): Promise<Walk> {
    const { key } = subject;
    const underWay = this.underWay.get(key);
    if (underWay) return underWay;
    const reading = this.inOneSnapshot((manager) => this.readWalk(manager, subject))
      .then((walk) => this.keep(subject, walk))
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, reading);
    return reading;
  }

  /** Runs what may be dear in a transaction that sees one snapshot, when its turn comes. */
  inOneSnapshot<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.turnstile.pass(() => this.dataSource.transaction('REPEATABLE READ', work));
  }

  /** Adds to what is known of the walk, in the state it was last seen in. */
  note(subject: WalkSubject, walk: Walk, anchors: readonly Anchor[]): void {
    this.keep(subject, withAnchors(walk, anchors));
  }

  private async readWalk(manager: EntityManager, subject: WalkSubject): Promise<Walk> {
    const { criteria, isCounted } = subject;
    const { snapshot, isForeign } = await prepareReading(manager, criteria);
    // Long ago: what the journal says cannot be trusted, and the walk is not remembered.
    const readAt = isForeign ? -Infinity : performance.now();
    if (isCounted) return { readAt, snapshot, total: 0, anchors: [] };
    const words = await findTermWords(manager, criteria.terms);
    await prepareSearching(manager, words);
    const total = await countMatching(manager, criteria, words);
    const order = orderOf(subject);
    const rows = order && this.isShort(total) ? await readRows(manager, subject, words, order) : undefined;
    const rarestTag = await findRarestTag(manager, criteria);
    return { readAt, snapshot, total, anchors: [], ...(rows && { rows }), ...(rarestTag && { rarestTag }) };
  }

  private keep(subject: WalkSubject, walk: Walk): Walk {
    this.memory.set(subject.key, walk);
    return walk;
  }
}

/** Tells lists with different filters or orders apart. */
export function digestOf({ definition, criteria, window, isCounted }: ListSubject): string {
  const conditions = allConditions(criteria).map(({ text, values }: Sql) => [text, values]);
  const told = JSON.stringify([definition.name, window.field, window.order, isCounted, conditions]);
  return createHash('sha256').update(told).digest('base64url').slice(0, 22);
}

async function findRarestTag(executor: SqlExecutor, { tags }: ContentCriteria): Promise<number | undefined> {
  if (!tags || tags.keys.length < 2 || tags.match === 'any') return tags?.keys[0];
  const totals = await countTags(executor, tags.keys);
  return tags.keys.reduce((rarest, key) =>
    (totals.get(key) ?? 0) < (totals.get(rarest) ?? 0) ? key : rarest,
  );
}
