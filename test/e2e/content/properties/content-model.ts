import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import type { SortOrder } from '../../../../src/common/http/list-definition.js';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import type { UnifiedStatsDto } from '../../../../src/content/unified-content.dto.js';
import { runSql } from '../../../../src/database/run-sql.js';

export const sortFields = ['created_at', 'updated_at', 'quality_score', 'title', 'id'] as const;
export type SortField = (typeof sortFields)[number];

export interface Order {
  field: SortField;
  order: SortOrder;
  /** A further key before `id`, in the lists that have one. */
  thenBy?: SortField;
}

/** A list as it should be. */
export interface Selection {
  matches(row: ContentDto): boolean;
  order: Order;
}

type Row = Omit<ContentDto, 'created_at' | 'updated_at'> & { created_at: Date; updated_at: Date };

/** Code units order these texts as code points do, by which the database sorts: none reaches U+E000 in one unit. */
function compareKeys(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Which of two rows a list shows first; `id` breaks ties in the same direction. */
function comparison({ field, order, thenBy = 'id' }: Order): (a: ContentDto, b: ContentDto) => number {
  const sign = order === 'asc' ? 1 : -1;
  return (a, b) =>
    sign * (compareKeys(a[field], b[field]) || compareKeys(a[thenBy], b[thenBy]) || compareKeys(a.id, b.id));
}

/** All content as a client would describe it, answering questions the slowest way there is. */
export class ContentModel {
  private readonly byId = new Map<number, ContentDto>();
  /** What was selected since the last change. */
  private readonly selected = new Map<Selection, ContentDto[]>();

  constructor(rows: readonly ContentDto[] = []) {
    for (const row of rows) this.put(row);
  }

  /** Reads what is stored, all of it or the rows of some ids. */
  static async load(dataSource: DataSource, ids: readonly number[] | null = null): Promise<ContentModel> {
    const rows = await runSql<Row>(
      dataSource,
      sql`
        SELECT c.id, title, content_type, content_data, prompt, path_thumb, path_thumbs_alt_res, item_metadata,
          ARRAY(
            SELECT t.name FROM content_tags ct JOIN tags t ON t.key = ct.tag_key
            WHERE ct.content_id = c.id ORDER BY t.name
          ) AS tags,
          creator_id, username AS creator_username, quality_score, is_private,
          CASE source_type WHEN 'items' THEN 'regular' ELSE source_type END AS source_type,
          c.created_at, c.updated_at
        FROM content_items c JOIN users u ON u.id = c.creator_id
        WHERE ${ids}::int[] IS NULL OR c.id = ANY(${ids}::int[])`,
    );
    return new ContentModel(
      rows.map((row) => ({
        ...row,
        created_at: row.created_at.toISOString(),
        updated_at: row.updated_at.toISOString(),
      })),
    );
  }

  get rows(): ContentDto[] {
    return [...this.byId.values()];
  }

  put(row: ContentDto): void {
    this.byId.set(row.id, row);
    this.selected.clear();
  }

  remove(id: number): void {
    this.byId.delete(id);
    this.selected.clear();
  }

  /** What passes, in the stated order. */
  select(selection: Selection): readonly ContentDto[] {
    const known = this.selected.get(selection);
    if (known) return known;
    const rows = this.rows.filter((row) => selection.matches(row)).sort(comparison(selection.order));
    this.selected.set(selection, rows);
    return rows;
  }

  /** What passes and stands strictly after a position, or before it, nearest first. */
  selectBeyond(position: ContentDto, direction: 'next' | 'prev', selection: Selection): ContentDto[] {
    const compare = comparison(selection.order);
    const sign = direction === 'next' ? 1 : -1;
    const beyond = this.select(selection).filter((row) => sign * compare(row, position) > 0);
    return direction === 'next' ? beyond : beyond.reverse();
  }

  stats(userId?: string): UnifiedStatsDto {
    const count = (source: string, isOwn: boolean): number =>
      this.rows.filter((row) => row.source_type === source && (row.creator_id === userId) === isOwn).length;
    return {
      user_regular_count: count('regular', true),
      user_auto_count: count('auto', true),
      community_regular_count: count('regular', false),
      community_auto_count: count('auto', false),
    };
  }
}
