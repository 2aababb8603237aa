import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import sql, { type Sql } from 'sql-template-tag';
import { DataSource } from 'typeorm';
import type { ListWindow } from '../../common/http/page-query.dto.js';
import { orderClause } from '../../database/list-sql.js';
import { type Slice, toSlice } from '../../database/page.js';
import { PreparedStatements } from '../../database/prepared-statements.js';
import type { SqlExecutor } from '../../database/run-sql.js';
import type { ContentFilter } from '../content-filter.js';
import {
  type Beside,
  completeSlice,
  type ContentRow,
  readBeside,
  readContent,
  type RowsBeside,
} from '../content-rows.queries.js';
import { sliceAsPlanned, sliceInOrder } from './content-slices.queries.js';
import { findTermWords } from './search-words.queries.js';
import type { ListSubject } from './walk.js';
import { allConditions, type WalkChanges } from './walk.queries.js';

/** What is asked beside the rows, in their own statement: one snapshot, and one trip to the database. */
export interface Questions {
  /** How long the list is, where a counter knows it. */
  readonly count?: Beside;
  /** Whatever else the caller wants to know. */
  readonly extra?: Beside;
  /** What became of the walk since it was last seen. */
  readonly changes?: Beside;
}

/** The answers; null for what was not asked. */
export type Figures = readonly [count: number | null, extra: unknown, changes: WalkChanges | null];

/** A list to read a page of, taken apart. */
export interface PageSubject extends ListSubject {
  readonly filter: ContentFilter;
  readonly questions: Questions;
  /** How long a counted list is, of what was answered beside its rows. */
  readonly countOf: (figures: Figures) => number;
}

/** A page as it was read, with what was answered beside it. */
export interface ReadPage {
  readonly slice: Slice<ContentRow>;
  readonly figures: Figures;
}

const unasked: Figures = [null, undefined, null];

function besideOf({ count, extra, changes }: Questions): Beside | undefined {
  if (!count && !extra && !changes) return undefined;
  const nothing = sql`NULL`;
  return sql`json_build_array((${count ?? nothing}), (${extra ?? nothing}), (${changes ?? nothing}))`;
}

/** Reads the rows of one page and what is asked beside them, in one statement. */
@Injectable()
export class PageReader {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly statements: PreparedStatements,
  ) {}

  /** Asks without rows. */
  async ask(questions: Questions, executor: SqlExecutor = this.statements): Promise<Figures> {
    const beside = besideOf(questions);
    return beside ? readBeside<Figures>(executor, beside) : unasked;
  }

  /** A page with nothing on it. */
  async empty({ questions }: PageSubject, executor?: SqlExecutor): Promise<ReadPage> {
    return { slice: { rows: [], more: false }, figures: await this.ask(questions, executor) };
  }

  /** Walks an index in the order of the list until the page is full; for what is not rare. */
  inOrder(
    subject: PageSubject,
    window: ListWindow,
    rarestTag?: number,
    executor?: SqlExecutor,
  ): Promise<ReadPage> {
    const ids = sliceInOrder(subject.definition, subject.criteria, window, rarestTag);
    // A plan made for any offset expects a tenth of the table to be passed over.
    const suited = window.skip === 0 ? this.statements : this.dataSource;
    return this.complete(subject, window, ids, executor ?? suited);
  }

  /** Leaves it to PostgreSQL how to find the page; for what is rare, in an order only it can compare. */
  async asPlanned(subject: PageSubject, executor: SqlExecutor): Promise<ReadPage> {
    const { definition, criteria, window } = subject;
    const words = await findTermWords(executor, criteria.terms);
    const ids = sliceAsPlanned(definition, allConditions(criteria, words), window);
    return this.complete(subject, window, ids, executor);
  }

  /** Reads rows known by their ids. */
  async byIds(
    subject: PageSubject,
    ids: readonly number[],
    more: boolean,
    executor: SqlExecutor = this.statements,
  ): Promise<ReadPage> {
    if (ids.length === 0) return this.empty(subject, executor);
    const read = await readContent<Figures>(executor, ids, besideOf(subject.questions));
    return { slice: { rows: read.rows, more }, figures: read.beside ?? unasked };
  }

  private async complete(
    { definition, questions }: PageSubject,
    window: ListWindow,
    ids: Sql,
    executor: SqlExecutor,
  ): Promise<ReadPage> {
    const order = orderClause(definition, window);
    const read: RowsBeside<Figures> = await completeSlice(executor, ids, order, besideOf(questions));
    return { slice: toSlice(read.rows, window), figures: read.beside ?? unasked };
  }
}
