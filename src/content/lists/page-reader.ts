import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import type { ListWindow } from '../../common/http/page-query.dto.js';
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
} from '../content-rows.queries.js';
import { sliceAsPlanned, sliceInOrder } from './content-slices.queries.js';
import { findTermWords } from './search-words.queries.js';
import type { WalkSubject } from './walk.js';
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
export interface PageSubject extends WalkSubject {
  readonly filter: ContentFilter;
  readonly questions: Questions;
}

/** A page as it was read; without rows nothing beside them was answered. */
export interface ReadPage {
  readonly slice: Slice<ContentRow>;
  readonly figures: Figures | undefined;
}

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
  async ask(questions: Questions): Promise<Figures> {
    const beside = besideOf(questions);
    return beside ? readBeside<Figures>(this.statements, beside) : [null, undefined, null];
  }

  /** Walks an index in the order of the list until the page is full; for what is not rare. */
  async inOrder(
    { definition, criteria, questions }: PageSubject,
    window: ListWindow,
    rarestTag?: number,
    // A plan made for any offset expects a tenth of the table to be passed over.
    executor: SqlExecutor = window.skip === 0 ? this.statements : this.dataSource,
  ): Promise<ReadPage> {
    const ids = sliceInOrder(definition, criteria, window, rarestTag);
    const read = await completeSlice<Figures>(executor, ids, definition, window, besideOf(questions));
    return { slice: toSlice(read.rows, window), figures: read.beside };
  }

  /** Leaves it to PostgreSQL how to find the page; for what is rare, in an order only it can compare. */
  async asPlanned(
    { definition, criteria, window, questions }: PageSubject,
    executor: SqlExecutor,
  ): Promise<ReadPage> {
    const words = await findTermWords(executor, criteria.terms);
    const ids = sliceAsPlanned(definition, allConditions(criteria, words), window);
    const read = await completeSlice<Figures>(executor, ids, definition, window, besideOf(questions));
    return { slice: toSlice(read.rows, window), figures: read.beside };
  }

  /** Reads rows known by their ids. */
  async byIds(
    { questions }: PageSubject,
    ids: readonly number[],
    more: boolean,
    executor: SqlExecutor = this.statements,
  ): Promise<ReadPage> {
    const read = await readContent<Figures>(executor, ids, besideOf(questions));
    return { slice: { rows: read.rows, more }, figures: read.beside };
  }
}
