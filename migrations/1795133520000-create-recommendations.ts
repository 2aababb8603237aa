import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Recommendations, given by clients or generated here, and by served_at the history of what a user was shown.
 * Source, model and experiment are columns although clients read them in rec_metadata: clients may replace that object,
 * and the rates per source and arm must not depend on it.
 */
export class CreateRecommendations1795133520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recommendations (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id uuid NOT NULL,
        content_item_id integer,
        recommendation_score double precision NOT NULL,
        algorithm_version varchar(50) NOT NULL,
        is_served boolean NOT NULL DEFAULT false,
        served_at timestamptz(3),
        rec_metadata jsonb NOT NULL DEFAULT '{}',
        -- Which link of the chain answered; NULL when a client stored the recommendation.
        source varchar(30),
        model_id integer,
        experiment varchar(100),
        experiment_arm varchar(50),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT fk_recommendations_user FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT fk_recommendations_content FOREIGN KEY (content_item_id)
          REFERENCES content_items (id) ON DELETE SET NULL,
        CONSTRAINT fk_recommendations_model FOREIGN KEY (model_id) REFERENCES recommender_models (id) ON DELETE SET NULL,
        CONSTRAINT ck_recommendations_score CHECK (recommendation_score BETWEEN 0 AND 1),
        CONSTRAINT ck_recommendations_arm CHECK ((experiment IS NULL) = (experiment_arm IS NULL)),
        CONSTRAINT ck_recommendations_rec_metadata CHECK (jsonb_typeof(rec_metadata) = 'object')
      )`);
    await this.createIndexes(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE recommendations`);
  }

  private async createIndexes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Two generations at once for one user store nothing twice.
      CREATE UNIQUE INDEX uq_recommendations_generated ON recommendations (user_id, content_item_id, algorithm_version)
        WHERE source IS NOT NULL AND NOT is_served;
      -- Everyone's, newest first.
      CREATE INDEX idx_recommendations_created ON recommendations (created_at DESC, id DESC);
      -- One user's, newest first and best first.
      CREATE INDEX idx_recommendations_user ON recommendations (user_id, created_at DESC, id DESC);
      CREATE INDEX idx_recommendations_user_score
        ON recommendations (user_id, recommendation_score DESC, created_at DESC, id DESC);
      -- Best of all users.
      CREATE INDEX idx_recommendations_score ON recommendations (recommendation_score DESC, created_at DESC, id DESC);
      -- One item's, also when the item is deleted.
      CREATE INDEX idx_recommendations_content ON recommendations (content_item_id, created_at DESC, id DESC);
      -- One algorithm's, newest first.
      CREATE INDEX idx_recommendations_algorithm ON recommendations (algorithm_version, created_at DESC, id DESC);
      -- What a user has still to be shown, best first; small however long the history grows.
      CREATE INDEX idx_recommendations_unserved
        ON recommendations (user_id, recommendation_score DESC, created_at DESC, id DESC)
        WHERE NOT is_served AND served_at IS NULL;
      -- What a user was shown lately, which is not shown again.
      CREATE INDEX idx_recommendations_served ON recommendations (user_id, served_at DESC, content_item_id)
        WHERE served_at IS NOT NULL`);
  }
}
