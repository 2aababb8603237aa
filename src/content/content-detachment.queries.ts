import sql, { raw } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';

/** Of so many rows the foreign keys' SET NULL makes one short statement. */
const manyReferrers = 1000;

/** Rows a statement detaches, in about a second. */
const defaultPart = 20_000;

/** Whether so much refers to content that it cannot forget it in a moment. */
export async function isInWideUse(executor: SqlExecutor, id: number): Promise<boolean> {
  const [row] = await runSql<{ isWide: boolean }>(
    executor,
    sql`SELECT is_content_in_wide_use(${id}, ${manyReferrers}) AS "isWide"`,
  );
  return row?.isWide === true;
}

/** A place in the rows that refer to content, newest first. */
interface Place {
  at: Date | string | null;
  id: number | null;
}

/** Has what refers to content forget it, newest first and a part in each statement, without a lock on the content. */
export async function detachContent(executor: SqlExecutor, id: number, most = defaultPart): Promise<void> {
  for (const detach of ['detach_user_interactions', 'detach_recommendations']) {
    let place: Place | undefined = { at: 'infinity', id: 0 };
    while (place?.at) {
      const next: Place[] = await runSql<Place>(
        executor,
        sql`
          SELECT before_at AS at, before_id AS id
          FROM ${raw(detach)}(${id}, ${place.at}::timestamptz, ${place.id}, ${most})`,
      );
      place = next[0];
    }
  }
}
