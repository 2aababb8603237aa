import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hours that received events and await their rollup; written in the transaction that stored the events. */
export class CreateAnalyticsDirtyHours1795133940000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE analytics_dirty_hours (
        pipeline text NOT NULL,
        hour timestamptz(3) NOT NULL,
        marked_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (pipeline, hour),
        CONSTRAINT ck_analytics_dirty_hours_hour CHECK (hour = date_trunc('hour', hour, 'UTC'))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE analytics_dirty_hours`);
  }
}
