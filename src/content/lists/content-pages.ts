import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { ListDefinition } from '../../common/http/list-definition.js';
import type { Page } from '../../common/http/page-of.dto.js';
import type { ListWindow } from '../../common/http/page-query.dto.js';
import { keyValues, type PageOptions, type Slice, toPage } from '../../database/page.js';
import type { SqlExecutor } from '../../database/run-sql.js';
import { counterSum, findDay, isCountedExactly } from '../content-counts.queries.js';
import type { ContentFilter } from '../content-filter.js';
import { type ContentDto, toContentDto } from '../content.dto.js';
import type { Beside, ContentRow } from '../content-rows.queries.js';
import { type ContentCriteria, criteriaOf } from './content-criteria.js';
import { PageReader, type PageSubject, type Questions, type ReadPage } from './page-reader.js';
import {
  type Anchor,
  nearestAnchor,
  type NumericOrder,
  orderOf,
  type Walk,
  type WalkRows,
  type WalkSubject,
} from './walk.js';
import { countMatching, type WalkChanges } from './walk.queries.js';
import { digestOf, Walks } from './walks.js';

/** A list of content: what it is called and what it holds. */
export interface ContentListRequest<Extra> {
  definition: ListDefinition;
  filter: ContentFilter;
  /** Something else to be read in the same snapshot. */
  extra?: Beside;
  /** How long the list is, when the extra tells it. */
  totalOf?: ((extra: Extra) => number) | undefined;
  /** Nothing was selected. */
  isEmpty?: boolean;
}

/** A page of content and the extra asked for with it. */
export interface ContentPage<Extra> {
  page: Page<ContentDto>;
  extra: Extra;
}

/** A page, and how long its list is where no counter tells. */
interface Found extends ReadPage {
  readonly total?: number;
}

/** Times the walk is trusted to stand still; then it is read where nothing moves. */
const attempts = 3;

/** A list longer than this costs more to count than a page of it to read. */
const dearToCount = 20_000;

/** Rows an index is read past without looking for a nearer place to start. */
const nearby = 1000;

const nothing: Found = { slice: { rows: [], more: false }, figures: undefined };

/**
 * Answers pages of content under any filter, in any order and at any depth. Lists that counters can count are read
 * straight from the index of their order; the others are walks (see Walks), short ones known row by row.
 */
@Injectable()
export class ContentPages {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reader: PageReader,
    private readonly walks: Walks,
  ) {}

  /** @throws DomainError PAGE_OUT_OF_RANGE in page mode past the last page, unless lenient */
  async page<Extra>(
    request: ContentListRequest<Extra>,
    window: ListWindow,
    options: PageOptions = {},
  ): Promise<ContentPage<Extra>> {
    const { definition, filter } = request;
    const criteria = request.isEmpty ? undefined : criteriaOf(filter);
    const isCounted = request.totalOf !== undefined || isCountedExactly(filter);
    const questions = questionsOf(request, criteria);
    const subject = criteria && { definition, filter, criteria, window, isCounted, questions };
    const found = subject ? await this.find(subject) : { ...nothing, total: 0 };
    const [count, answer] = found.figures ?? (await this.reader.ask(questions));
    const extra = answer as Extra;
    const total = found.total ?? request.totalOf?.(extra) ?? count ?? 0;
    const isDear = subject && found.total !== undefined && total > dearToCount;
    const carryTotalOf = isDear ? digestOf(subject) : undefined;
    const page = toPage(definition, window, found.slice, total, toContentDto, { ...options, carryTotalOf });
    return { page, extra };
  }

  private find(subject: PageSubject): Promise<Found> {
    const { filter, isCounted, window } = subject;
    if (isCounted && window.skip <= nearby) return this.reader.inOrder(subject, window);
    // A list that ends at this very moment is another one with every request.
    return filter.createdSince ? this.findAndCount(subject) : this.findOnWalk(subject);
  }

  private async findAndCount(subject: PageSubject): Promise<Found> {
    const [read, total] = await Promise.all([
      this.reader.inOrder(subject, subject.window),
      countMatching(this.dataSource, subject.criteria),
    ]);
    return { ...read, total };
  }

  private async findOnWalk(subject: PageSubject): Promise<Found> {
    const { window } = subject;
    const carried = window.cursor?.total;
    // Found again on every page, the total of a long list would cost more than the page.
    if (carried && !this.walks.recall(subject) && carried.of === digestOf(subject)) {
      return { ...(await this.reader.inOrder(subject, window)), total: carried.rows };
    }
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const walk = this.walks.recall(subject) ?? (await this.walks.learn(subject));
      if (!this.knowsPlace(subject, walk)) break;
      const found = await this.readTrusting(subject, walk);
      if (found) return found;
    }
    return this.readInOneSnapshot(subject);
  }

  /**
   * Trusts that nothing happened since the walk was last seen, and asks in the same statement whether that is so.
   * Undefined when it is not, and the page may begin elsewhere.
   */
  private async readTrusting(subject: PageSubject, recalled: Walk): Promise<Found | undefined> {
    const questions = { ...subject.questions, changes: this.walks.changesOf(subject, recalled) };
    const { slice, figures } = await this.readFromPlace({ ...subject, questions }, recalled);
    const answers = figures ?? (await this.reader.ask(questions));
    const changes = answers[2] as WalkChanges;
    const walk = this.walks.advance(subject, recalled, changes);
    const isMoved = changes.arrivals !== null && (recalled.rows ?? subject.window.skip > 0);
    return walk && !isMoved ? { slice, figures: answers, ...totalOf(subject, walk) } : undefined;
  }

  /** Learns what became of the walk, finds the place and remembers it; everything then fits together. */
  private readInOneSnapshot(subject: PageSubject): Promise<Found> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const walk = await this.walks.current(subject, manager);
      const read = this.knowsPlace(subject, walk)
        ? await this.readFromPlace(subject, walk, manager)
        : await this.readOnTheWay(subject, walk, manager);
      return { ...read, ...totalOf(subject, walk) };
    });
  }

  /** True when one statement can read the page: its rows are known, or the row it comes after. */
  private knowsPlace(subject: WalkSubject, walk: Walk): boolean {
    const { window, isCounted } = subject;
    if (walk.rows || isPastEnd(subject, walk)) return true;
    if (!isCounted && this.walks.isShort(walk.total)) return false;
    return window.skip === 0 || nearestAnchor(walk, window.skip)?.position === window.skip;
  }

  /** Reads a page of which it is known where it begins. */
  private readFromPlace(subject: PageSubject, walk: Walk, executor?: SqlExecutor): Promise<ReadPage> {
    const { window } = subject;
    if (walk.rows) return this.readKnown(subject, walk.rows, executor);
    if (isPastEnd(subject, walk)) return Promise.resolve(nothing);
    const order = orderOf(subject);
    const anchor = order && window.skip > 0 ? nearestAnchor(walk, window.skip) : undefined;
    const from = order && anchor ? startingAt(anchor, window, order) : window;
    return this.reader.inOrder(subject, from, walk.rarestTag, executor);
  }

  private readKnown(subject: PageSubject, rows: WalkRows, executor?: SqlExecutor): Promise<ReadPage> {
    const { cursor, skip, limit } = subject.window;
    const key = cursor && orderOf(subject)?.toKey(cursor.values);
    if (key && cursor.direction === 'prev') {
      const end = rows.countBefore(key, false);
      return this.reader.byIds(subject, rows.ids(end - limit, end), end > limit, executor);
    }
    const start = key ? rows.countBefore(key, true) : skip;
    return this.reader.byIds(subject, rows.ids(start, start + limit), start + limit < rows.length, executor);
  }

  private async readOnTheWay(subject: PageSubject, walk: Walk, manager: EntityManager): Promise<ReadPage> {
    const { window, isCounted } = subject;
    const order = orderOf(subject);
    if (!isCounted && this.walks.isShort(walk.total)) return this.reader.asPlanned(subject, manager);
    if (!order) return this.reader.inOrder(subject, window, walk.rarestTag, manager);
    const anchor = await this.findAnchor(manager, subject, walk);
    if (anchor === 'past the end') return nothing;
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
    { filter, criteria, window }: PageSubject,
    walk: Walk,
  ): Promise<Anchor | 'past the end' | undefined> {
    const skip = window.skip - 1;
    const nearest = nearestAnchor(walk, skip);
    const isOfDays = criteria.own.length + criteria.terms.length === 0 && !criteria.tags;
    const isFar = skip - (nearest?.position ?? 0) > nearby;
    if (!isFar || !isOfDays || window.field !== 'created_at') return nearest;
    const day = await findDay(executor, filter, window.order, skip);
    if (!day) return 'past the end';
    if (day.position <= (nearest?.position ?? 0)) return nearest;
    return { position: day.position, key: [day.edge.getTime(), 0] };
  }
}

function questionsOf(
  { filter, extra, totalOf }: ContentListRequest<never>,
  criteria: ContentCriteria | undefined,
): Questions {
  const isCounted = criteria && !totalOf && isCountedExactly(filter);
  return { ...(isCounted && { count: counterSum(filter) }), ...(extra && { extra }) };
}

function totalOf({ isCounted }: WalkSubject, { total }: Walk): { total?: number } {
  return isCounted ? {} : { total };
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
