import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row a request, one partition a UTC day: retention drops whole partitions.
 * The primary key leads with the time and is what a rollup reads its hour by (BRIN beside it was never chosen, being no
 * faster); all other readers use the hourly table. What else a table like this might have would slow the drain: an
 * index on route or user by a third, on duration by a sixth, the foreign key of user_id by a third or more. Users are
 * deleted softly, and the drain nulls the ids it does not know.
 */
export class CreateRouteAnalytics1795133760000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE route_analytics (
        "timestamp" timestamptz(3) NOT NULL,
        stream_id bigint NOT NULL,
        route text NOT NULL,
        method varchar(10) NOT NULL,
        user_id uuid,
        duration_ms integer NOT NULL,
        status_code smallint NOT NULL,
        query_params jsonb NOT NULL DEFAULT '{}',
        query_params_normalized jsonb NOT NULL DEFAULT '{}',
        request_size_bytes integer,
        response_size_bytes integer,
        error_type text,
        db_query_count integer,
        cache_status varchar(10),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY ("timestamp", stream_id)
      ) PARTITION BY RANGE ("timestamp")`);
    await this.createHourly(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE route_analytics_hourly; DROP TABLE route_analytics`);
  }

  private async createHourly(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE route_analytics_hourly (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        "timestamp" timestamptz(3) NOT NULL,
        route text NOT NULL,
        method varchar(10) NOT NULL,
        query_params_normalized jsonb NOT NULL DEFAULT '{}',
        -- Stands in the key for parameters that may be wider than an index entry.
        params_hash text NOT NULL GENERATED ALWAYS AS (md5(query_params_normalized::text)) STORED,
        total_requests integer NOT NULL,
        successful_requests integer NOT NULL,
        client_errors integer NOT NULL,
        server_errors integer NOT NULL,
        avg_duration_ms integer,
        p50_duration_ms integer,
        p95_duration_ms integer,
        p99_duration_ms integer,
        -- DDSketch of the durations as bin, count, bin, count, …
        duration_sketch integer[] NOT NULL DEFAULT '{}',
        unique_users integer,
        avg_request_size_bytes integer,
        avg_response_size_bytes integer,
        avg_db_query_count double precision,
        cache_hits integer NOT NULL DEFAULT 0,
        cache_misses integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        -- Also serves every reader that looks back some days over all routes.
        CONSTRAINT uq_route_analytics_hourly UNIQUE ("timestamp", route, method, params_hash)
      );
      -- Trends of one route.
      CREATE INDEX idx_route_analytics_hourly_route ON route_analytics_hourly (route, "timestamp" DESC)`);
  }
}
