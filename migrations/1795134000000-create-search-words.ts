import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Control characters, space and all ASCII punctuation part words; every other character belongs to one. */
const separators = String.raw`[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+`;

/**
 * Substring search over title and prompt by way of the words in them. What stands in a text stands in its words: a
 * search looks up in the dictionary which words hold it, and in one GIN index which content holds these words. Trigrams
 * of the texts themselves took most of the time of an insert, and 40 ms for a rare word.
 */
export class CreateSearchWords1795134000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createFunctions(runner);
    await this.createDictionary(runner);
    await runner.query(`
      -- Which content holds a word. A short pending list keeps the writer that merges it from standing out.
      CREATE INDEX idx_content_items_search_words
        ON content_items USING gin (search_words(search_text(title, prompt))) WITH (gin_pending_list_limit = 512);
      -- Last, because from here on until the commit nobody can read either.
      DROP INDEX idx_content_items_search_trgm`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX idx_content_items_search_words;
      CREATE INDEX idx_content_items_search_trgm
        ON content_items USING gin ((title || E'\\x1f' || prompt) gin_trgm_ops);
      DROP TRIGGER content_items_note_words_insert ON content_items;
      DROP TRIGGER content_items_note_words_update ON content_items;
      DROP FUNCTION note_added_words();
      DROP FUNCTION note_words_of_new_title();
      DROP FUNCTION note_words(text[]);
      DROP TABLE search_dictionary;
      DROP FUNCTION search_words(text);
      DROP FUNCTION search_text(text, text)`);
  }

  private async createFunctions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What a search is matched against: one text, in which no match can span the seam of the two.
      CREATE FUNCTION search_text(title text, prompt text) RETURNS text
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN title || E'\\x1f' || prompt;

      -- The lower-case words of a text, repeated as they are. One too long for an index key is not kept; E'\\x01' beside
      -- the others says that the text itself must be looked at.
      CREATE FUNCTION search_words(body text) RETURNS text[]
      -- Some 2,000 times the cost of a comparison: or else the planner would rather call it for every row.
      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 2000 AS $$
      DECLARE
        longest CONSTANT integer := 500;
        words text[] := array_remove(regexp_split_to_array(lower(body), '${separators}'), '');
      BEGIN
        IF length(body) > longest AND EXISTS (SELECT FROM unnest(words) AS word WHERE length(word) > longest) THEN
          RETURN array(SELECT word FROM unnest(words) AS word WHERE length(word) <= longest) || ARRAY[E'\\x01'];
        END IF;
        RETURN words;
      END
      $$`);
  }

  /** Words are added with the content that first holds them, in its transaction, and stay when it goes. */
  private async createDictionary(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE search_dictionary (word text COLLATE "C" PRIMARY KEY);

      -- Adds what is missing, in order: writers that bring the same words wait for each other instead of deadlocking.
      CREATE FUNCTION note_words(words text[]) RETURNS void
      LANGUAGE sql AS $$
        INSERT INTO search_dictionary (word)
        SELECT DISTINCT added.word COLLATE "C" AS word
        FROM unnest(words) AS added (word)
        WHERE NOT EXISTS (SELECT FROM search_dictionary d WHERE d.word = added.word COLLATE "C")
        ORDER BY word
        ON CONFLICT DO NOTHING
      $$;

      CREATE FUNCTION note_added_words() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM note_words(array(
          SELECT DISTINCT unnest(search_words(search_text(title, prompt))) FROM added
        ));
        RETURN NULL;
      END
      $$;

      CREATE FUNCTION note_words_of_new_title() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM note_words(search_words(NEW.title));
        RETURN NULL;
      END
      $$;

      -- Before the dictionary is filled: they keep writers out from here to the commit, and no word is missed.
      CREATE TRIGGER content_items_note_words_insert AFTER INSERT ON content_items
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_added_words();
      CREATE TRIGGER content_items_note_words_update AFTER UPDATE OF title ON content_items
        FOR EACH ROW WHEN (OLD.title <> NEW.title) EXECUTE FUNCTION note_words_of_new_title();

      INSERT INTO search_dictionary (word)
      SELECT DISTINCT unnest(search_words(search_text(title, prompt))) FROM content_items;
      -- Which words hold a part of one.
      CREATE INDEX idx_search_dictionary_trgm ON search_dictionary USING gin (word gin_trgm_ops)`);
  }
}
