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
import { type Anchor, orderOf, type Walk, type WalkSubject, withAnchors, withArrivals } from './walk.js';
import { WalkMemory } from './walk-memory.js';
import {
  allConditions,
  changesSince,
  countMatching,
  prepareReading,
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
  recall(subject: WalkSubject): Walk | undefined {
    return this.memory.get(keyOf(subject));
  }

  /** What to ask, in whichever statement, to bring a walk up to date. */
  changesOf(subject: WalkSubject, walk: Walk): Beside {
    return changesSince(walk.snapshot, subject, orderOf(subject));
  }

  /** The walk after the changes; undefined when it is lost by them. */
  advance(subject: WalkSubject, walk: Walk, changes: WalkChanges): Walk | undefined {
    const key = keyOf(subject);
    const order = orderOf(subject);
    const arrivals = parseKeys(changes.arrivals);
    if (changes.isLost) {
      this.memory.forget(key);
      return undefined;
    }
    const advanced = order
      ? withArrivals(walk, order, arrivals, changes.snapshot)
      : { ...walk, snapshot: changes.snapshot, total: walk.total + arrivals.length };
    this.memory.set(key, advanced);
    return advanced;
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
    const key = keyOf(subject);
    const underWay = this.underWay.get(key);
    if (underWay) return underWay;
    const reading = this.turnstile
      .pass(() =>
        this.dataSource.transaction('REPEATABLE READ', (manager) => this.readWalk(manager, subject)),
      )
      .then((walk) => this.keep(subject, walk))
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, reading);
    return reading;
  }

  /** Adds to what is known of the walk, in the state it was last seen in. */
  note(subject: WalkSubject, walk: Walk, anchors: readonly Anchor[]): void {
    this.memory.set(keyOf(subject), withAnchors(walk, anchors));
  }

  private async readWalk(manager: EntityManager, subject: WalkSubject): Promise<Walk> {
    const { criteria, isCounted } = subject;
    const snapshot = await prepareReading(manager, criteria);
    if (isCounted) return { snapshot, total: 0, anchors: [] };
    const words = await findTermWords(manager, criteria.terms);
    const total = await countMatching(manager, criteria, words);
    const order = orderOf(subject);
    const rows = order && this.isShort(total) ? await readRows(manager, subject, words, order) : undefined;
    const rarestTag = await findRarestTag(manager, criteria);
    return { snapshot, total, anchors: [], ...(rows && { rows }), ...(rarestTag && { rarestTag }) };
  }

  private keep(subject: WalkSubject, walk: Walk): Walk {
    this.memory.set(keyOf(subject), walk);
    return walk;
  }
}

/** Tells lists with different filters or orders apart, in a cursor. */
export function digestOf(subject: WalkSubject): string {
  return createHash('sha256').update(keyOf(subject)).digest('base64url').slice(0, 12);
}

function keyOf({ definition, criteria, window, isCounted }: WalkSubject): string {
  const { field, order } = window;
  const conditions = allConditions(criteria).map(({ text, values }: Sql) => [text, values]);
  return JSON.stringify([definition.name, field, order, isCounted, conditions]);
}

async function findRarestTag(executor: SqlExecutor, { tags }: ContentCriteria): Promise<number | undefined> {
  if (!tags || tags.keys.length < 2 || tags.match === 'any') return tags?.keys[0];
  const totals = await countTags(executor, tags.keys);
  return tags.keys.reduce((rarest, key) =>
    (totals.get(key) ?? 0) < (totals.get(rarest) ?? 0) ? key : rarest,
  );
}
