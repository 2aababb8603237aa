import sql from 'sql-template-tag';
import { runSql } from '../../../../src/database/run-sql.js';
import type { TestApp } from '../../../support/test-app.js';
import { type ContentWorld, storeContent } from './stored-content.js';
import { type BulkWrite, type SingleWrite, toChange } from './writes.js';

/** Carries writes out, one after the other, and keeps the model in step; each answer must say what was done. */
export class Writer {
  constructor(
    private readonly test: TestApp,
    private readonly world: ContentWorld,
  ) {}

  async perform(write: SingleWrite | BulkWrite): Promise<void> {
    switch (write.kind) {
      case 'import':
        return this.import(write);
      case 'purge':
        return this.purge(write);
      case 'hide':
        return this.hide(write);
      default:
        return this.send(write);
    }
  }

  private async send(write: SingleWrite): Promise<void> {
    const { model } = this.world;
    const meant = toChange(write, model.rows, this.world);
    if (!meant) return;
    const { before, change } = meant;
    const { status, body } = await this.test.http[change.method](change.path).send(change.input);
    expect([status, body]).toEqual([change.method === 'post' ? 201 : 200, body]);
    if (!change.after) {
      model.remove(before!.id);
      return;
    }
    expect(body).toEqual({ ...body, ...change.after });
    expect(body.updated_at >= (before?.updated_at ?? body.created_at)).toBe(true);
    model.put(body);
  }

  private async import({ rows }: Extract<BulkWrite, { kind: 'import' }>): Promise<void> {
    const added = await storeContent(this.test.dataSource, this.world, rows);
    for (const row of added.rows) this.world.model.put(row);
  }

  private async purge({ remainder }: Extract<BulkWrite, { kind: 'purge' }>): Promise<void> {
    await runSql(this.test.dataSource, sql`DELETE FROM content_items WHERE id % 4 = ${remainder}`);
    for (const { id } of this.world.model.rows) if (id % 4 === remainder) this.world.model.remove(id);
  }

  private async hide({ creator, isPrivate }: Extract<BulkWrite, { kind: 'hide' }>): Promise<void> {
    const { creators, model } = this.world;
    const id = creators[creator % creators.length];
    await runSql(
      this.test.dataSource,
      sql`UPDATE content_items SET is_private = ${isPrivate} WHERE creator_id = ${id}`,
    );
    for (const row of model.rows) if (row.creator_id === id) model.put({ ...row, is_private: isPrivate });
  }
}
