import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ListWindow } from '../../common/http/page-query.dto.js';
import { findDay } from '../../database/day-place.js';
import { keyValues, type Slice } from '../../database/page.js';
import type { SqlExecutor } from '../../database/run-sql.js';
import { totalsByDay } from '../content-counts.queries.js';
import type { ContentRow } from '../content-rows.queries.js';
import { PageReader, type PageSubject, type ReadPage } from './page-reader.js';
import {
  type Anchor,
  nearestAnchor,
  type NumericOrder,
  orderOf,
  type Walk,
  type WalkRows,
  type WalkSubject,
} from './walk.js';
import type { WalkChanges } from './walk.queries.js';
import { Walks } from './walks.js';

/** Rows an index is read past without looking for a nearer place to start. */
export const nearby = 1000;

/** Times the walk is trusted to stand still; then it is read where nothing moves. */
const attempts = 3;

/** A page of a list that is remembered, or may be. */
export type WalkPageSubject = PageSubject & WalkSubject;

/** A page, and how long its list is. */
export interface WalkPage extends ReadPage {
  readonly total: number;
}

/** Reads pages of walks, from the place nearest to them that is known. */
@Injectable()
export class WalkReader {
  constructor(
    private readonly reader: PageReader,
    private readonly walks: Walks,
  ) {}

  async read(subject: WalkPageSubject): Promise<WalkPage> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const walk = this.walks.recall(subject) ?? (await this.walks.learn(subject));
      const page = this.knowsPlace(subject, walk) ? await this.readTrusting(subject, walk) : 'lost';
      if (page === 'lost') break;
      if (page !== 'moved') return page;
    }
    return this.readInOneSnapshot(subject);
  }

  /**
   * Trusts that nothing happened since the walk was last seen, and asks in the same statement whether that is so. The
   * walk is lost when it must be read anew, and moved when the page may begin elsewhere.
   */
  private async readTrusting(subject: WalkPageSubject, recalled: Walk): Promise<WalkPage | 'lost' | 'moved'> {
    const questions = { ...subject.questions, changes: this.walks.changesOf(subject, recalled) };
    const page = await this.readFromPlace({ ...subject, questions }, recalled);
    const changes = page.figures[2] as WalkChanges;
    const walk = this.walks.advance(subject, recalled, changes);
    if (!walk) return 'lost';
    const isMoved = changes.arrivals !== null && (recalled.rows ?? subject.window.skip > 0);
    return isMoved ? 'moved' : { ...page, total: lengthOf(subject, walk, page) };
  }

  /** Learns what became of the walk, finds the place and remembers it; everything then fits together. */
  private readInOneSnapshot(subject: WalkPageSubject): Promise<WalkPage> {
    return this.walks.inOneSnapshot(async (manager) => {
      const walk = await this.walks.current(subject, manager);
      const page = this.knowsPlace(subject, walk)
        ? await this.readFromPlace(subject, walk, manager)
        : await this.readOnTheWay(subject, walk, manager);
      return { ...page, total: lengthOf(subject, walk, page) };
    });
  }

  /** True when one statement can read the page: its rows are known, or the row it comes after. */
  private knowsPlace(subject: WalkPageSubject, walk: Walk): boolean {
    const { window, isCounted } = subject;
    if (walk.rows || isPastEnd(subject, walk)) return true;
    if (!isCounted && this.walks.isShort(walk.total)) return false;
    return window.skip === 0 || nearestAnchor(walk, window.skip)?.position === window.skip;
  }

  /** Reads a page of which it is known where it begins. */
  private readFromPlace(subject: WalkPageSubject, walk: Walk, executor?: SqlExecutor): Promise<ReadPage> {
    const { window } = subject;
    if (walk.rows) return this.readKnown(subject, walk.rows, executor);
    if (isPastEnd(subject, walk)) return this.reader.empty(subject, executor);
    const order = orderOf(subject);
    const anchor = order && window.skip > 0 ? nearestAnchor(walk, window.skip) : undefined;
    const from = order && anchor ? startingAt(anchor, window, order) : window;
    return this.reader.inOrder(subject, from, walk.rarestTag, executor);
  }

  private readKnown(subject: WalkPageSubject, rows: WalkRows, executor?: SqlExecutor): Promise<ReadPage> {
    const { cursor, skip, limit } = subject.window;
    const key = cursor && orderOf(subject)?.toKey(cursor.values);
    if (key && cursor.direction === 'prev') {
      const end = rows.countBefore(key, false);
      return this.reader.byIds(subject, rows.ids(end - limit, end), end > limit, executor);
    }
    const start = key ? rows.countBefore(key, true) : skip;
    return this.reader.byIds(subject, rows.ids(start, start + limit), start + limit < rows.length, executor);
  }

  private async readOnTheWay(
    subject: WalkPageSubject,
    walk: Walk,
    manager: EntityManager,
  ): Promise<ReadPage> {
    const { window, isCounted } = subject;
    const order = orderOf(subject);
    if (!isCounted && this.walks.isShort(walk.total)) return this.reader.asPlanned(subject, manager);
    const end = isCounted ? await this.reader.empty(subject, manager) : undefined;
    if (end && window.skip >= subject.countOf(end.figures)) return end;
    if (!order) return this.reader.inOrder(subject, window, walk.rarestTag, manager);
    const anchor = await this.findAnchor(manager, subject, walk);
    // One row earlier than asked for: the place before the page is where the same page starts the next time.
    const wider = { ...window, skip: window.skip - 1, limit: window.limit + 1 };
    const from = anchor ? startingAt(anchor, wider, order) : wider;
    const { slice, figures } = await this.reader.inOrder(subject, from, walk.rarestTag, manager);
    this.walks.note(subject, walk, placesIn(subject, slice, order));
    return { slice: { rows: slice.rows.slice(1), more: slice.more }, figures };
  }

  /** The nearest place known before the row that precedes the page: seen on the way, or found by the day. */
  private async findAnchor(
    executor: SqlExecutor,
    { filter, criteria, window }: WalkPageSubject,
    walk: Walk,
  ): Promise<Anchor | undefined> {
    const skip = window.skip - 1;
    const nearest = nearestAnchor(walk, skip);
    const isOfDays = criteria.own.length + criteria.terms.length === 0 && !criteria.tags;
    const isFar = skip - (nearest?.position ?? 0) > nearby;
    if (!isFar || !isOfDays || window.field !== 'created_at') return nearest;
    const day = await findDay(executor, totalsByDay(filter), window.order, skip);
    if (!day || day.position <= (nearest?.position ?? 0)) return nearest;
    return { position: day.position, key: [day.edge.getTime(), 0] };
  }
}

function lengthOf(subject: WalkPageSubject, { total }: Walk, { figures }: ReadPage): number {
  return subject.isCounted ? subject.countOf(figures) : total;
}

function isPastEnd({ isCounted, window }: WalkSubject, { total }: Walk): boolean {
  return !isCounted && window.skip >= Math.max(total, 1);
}

function startingAt(anchor: Anchor, window: ListWindow, order: NumericOrder): ListWindow {
  const { field, order: direction } = window;
  const values = order.toValues(anchor.key);
  return {
    ...window,
    skip: window.skip - anchor.position,
    cursor: { field, order: direction, direction: 'next', values },
  };
}

/** Where the rows before and at the end of a page stand, when it was read with the row before it. */
function placesIn(
  { definition, window }: WalkSubject,
  { rows }: Slice<ContentRow>,
  order: NumericOrder,
): Anchor[] {
  const place = (index: number): Anchor[] => {
    const row = rows.at(index);
    if (!row) return [];
    const key = order.toKey(keyValues(definition, window.field, row));
    return [{ position: window.skip + (index === 0 ? 0 : rows.length - 1), key }];
  };
  return [...place(0), ...place(-1)];
}
