import { Injectable } from '@nestjs/common';
import type { ListDefinition } from '../../common/http/list-definition.js';
import type { Page } from '../../common/http/page-of.dto.js';
import type { ListWindow } from '../../common/http/page-query.dto.js';
import { type PageOptions, toPage } from '../../database/page.js';
import { counterSum, isCountedExactly } from '../content-counts.queries.js';
import type { ContentFilter } from '../content-filter.js';
import { type ContentDto, toContentDto } from '../content.dto.js';
import type { Beside } from '../content-rows.queries.js';
import { criteriaOf } from './content-criteria.js';
import { type Figures, PageReader, type PageSubject, type ReadPage } from './page-reader.js';
import { nearby, type WalkPage, WalkReader } from './walk-reader.js';
import { countMatching } from './walk.queries.js';
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

/** A page, how long its list is, and under which digest its cursors carry that. */
interface Found extends WalkPage {
  readonly carryTotalOf?: string;
}

/** A list longer than this costs more to count than a page of it to read. */
const dearToCount = 20_000;

/**
 * Answers pages of content under any filter, in any order and at any depth. Lists that counters can count are read
 * straight from the index of their order; the others are walks (see Walks), short ones known row by row.
 */
@Injectable()
export class ContentPages {
  constructor(
    private readonly reader: PageReader,
    private readonly walkReader: WalkReader,
    private readonly walks: Walks,
  ) {}

  /** @throws DomainError PAGE_OUT_OF_RANGE in page mode past the last page, unless lenient */
  async page<Extra>(
    request: ContentListRequest<Extra>,
    window: ListWindow,
    options: PageOptions = {},
  ): Promise<ContentPage<Extra>> {
    const subject = subjectOf(request, window);
    const found = subject ? await this.find(subject) : await this.findNothing(request);
    const { slice, figures, total, carryTotalOf } = found;
    const page = toPage(request.definition, window, slice, total, toContentDto, { ...options, carryTotalOf });
    return { page, extra: figures[1] as Extra };
  }

  private async findNothing({ extra }: ContentListRequest<never>): Promise<Found> {
    const figures = await this.reader.ask(extra ? { extra } : {});
    return { slice: { rows: [], more: false }, figures, total: 0 };
  }

  private async find(subject: PageSubject): Promise<Found> {
    const { filter, isCounted, window } = subject;
    if (isCounted && window.skip <= nearby) {
      const page = await this.reader.inOrder(subject, window);
      return { ...page, total: subject.countOf(page.figures) };
    }
    // A list that ends at this very moment is another one with every request.
    return filter.createdSince ? this.findAndCount(subject) : this.findOnWalk(subject);
  }

  private findAndCount(subject: PageSubject): Promise<Found> {
    return this.walks.inOneSnapshot(async (manager) => {
      const page: ReadPage = await this.reader.inOrder(subject, subject.window, undefined, manager);
      return { ...page, total: await countMatching(manager, subject.criteria) };
    });
  }

  private async findOnWalk(subject: PageSubject): Promise<Found> {
    const { window, isCounted } = subject;
    const onWalk = { ...subject, key: digestOf(subject) };
    const carried = window.cursor?.total;
    // Found again on every page, the total of a long list would cost more than the page.
    const page: WalkPage =
      carried?.of === onWalk.key && !this.walks.recall(onWalk)
        ? { ...(await this.reader.inOrder(subject, window)), total: carried.rows }
        : await this.walkReader.read(onWalk);
    return !isCounted && page.total > dearToCount ? { ...page, carryTotalOf: onWalk.key } : page;
  }
}

/** Undefined for a list on which there can be nothing. */
function subjectOf<Extra>(
  { definition, filter, extra, totalOf, isEmpty }: ContentListRequest<Extra>,
  window: ListWindow,
): PageSubject | undefined {
  const criteria = isEmpty ? undefined : criteriaOf(filter);
  if (!criteria) return undefined;
  const isCounted = totalOf !== undefined || (isCountedExactly(filter) && isReadByIndex(filter, window));
  const asksCount = isCounted && !totalOf;
  return {
    definition,
    filter,
    criteria,
    window,
    isCounted,
    questions: { ...(asksCount && { count: counterSum(filter) }), ...(extra && { extra }) },
    countOf: ([count, answer]: Figures) => totalOf?.(answer as Extra) ?? count ?? 0,
  };
}

/** False of what one tag's index holds in another order, or mixed with the other source and with private content. */
function isReadByIndex({ tags, sourceType, publicOnly }: ContentFilter, { field }: ListWindow): boolean {
  return !tags || (field === 'created_at' && sourceType === undefined && !publicOnly);
}
