import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Daily partitions of the event tables, made and dropped by the tables' owner on behalf of a worker that may not
 * change the schema. The guard is the allow-list: no other table can be named.
 */
export class CreateEventPartitionFunctions1795133880000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createGuard(runner);
    await this.createEnsure(runner);
    await this.createDrop(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION drop_event_partitions(text, date);
      DROP FUNCTION ensure_event_partitions(text, date, date);
      DROP FUNCTION event_partition_name(text, date)`);
  }

  private async createGuard(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION event_partition_name(parent text, day date) RETURNS text
      LANGUAGE plpgsql STABLE AS $$
      BEGIN
        IF parent IS NULL OR parent NOT IN ('route_analytics', 'generation_events') THEN
          RAISE EXCEPTION '% is not an event table', coalesce(parent, 'NULL') USING ERRCODE = 'invalid_parameter_value';
        END IF;
        RETURN parent || to_char(day, '"_p"YYYYMMDD');
      END
      $$`);
  }

  /** A table is made on its own and then attached, which, unlike PARTITION OF, lets the drain go on meanwhile. */
  private async createEnsure(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Makes the partitions of both days and all between; answers how many were missing.
      CREATE FUNCTION ensure_event_partitions(parent text, from_day date, to_day date) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        most_days CONSTANT integer := 1000;
        home CONSTANT regnamespace := 'public';
        partition text;
        day date;
        made integer := 0;
      BEGIN
        IF to_day - from_day >= most_days THEN
          RAISE EXCEPTION 'more than % days of partitions', most_days USING ERRCODE = 'invalid_parameter_value';
        END IF;
        FOR day IN SELECT from_day + n FROM generate_series(0, to_day - from_day) AS n LOOP
          partition := event_partition_name(parent, day);
          -- Asked of the table rather than of to_regclass, whose cache does not see what the last holder made.
          CONTINUE WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = home AND relname = partition);
          PERFORM pg_advisory_xact_lock(hashtext('event partitions'), hashtext(parent));
          CONTINUE WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = home AND relname = partition);
          EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
            partition, parent);
          EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            parent, partition, day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
          made := made + 1;
        END LOOP;
        RETURN made;
      END
      $$;
      REVOKE EXECUTE ON FUNCTION ensure_event_partitions(text, date, date) FROM PUBLIC`);
  }

  /** Dropping locks the whole table; the drain must not queue for long behind a drop that itself has to wait. */
  private async createDrop(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Drops the partitions of all earlier days; answers how many there were.
      CREATE FUNCTION drop_event_partitions(parent text, before_day date) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '3s' AS $$
      DECLARE
        first_kept CONSTANT text := event_partition_name(parent, before_day);
        partition text;
        dropped integer := 0;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('event partitions'), hashtext(parent));
        FOR partition IN
          SELECT c.relname
          FROM pg_inherits i
          JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent = ('public.' || parent)::regclass
            AND c.relname ~ '_p\\d{8}$'
            AND c.relname::text < first_kept
          ORDER BY c.relname
        LOOP
          EXECUTE format('DROP TABLE public.%I', partition);
          dropped := dropped + 1;
        END LOOP;
        RETURN dropped;
      END
      $$;
      REVOKE EXECUTE ON FUNCTION drop_event_partitions(text, date) FROM PUBLIC`);
  }
}
