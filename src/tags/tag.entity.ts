import { Column, Entity, Generated, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';

/** A label for content; `id` is public, `key` is what content_tags refers to. */
@Entity('tags')
@Unique('uq_tags_key', ['key'])
@Unique('uq_tags_slug', ['slug'])
@DefinedInMigrations({
  indexes: ['idx_tags_name_lower', 'idx_tags_name', 'idx_tags_created_at_desc', 'idx_tags_name_trgm'],
  checks: ['ck_tags_name', 'ck_tags_tag_metadata'],
})
export class Tag {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Generated('increment')
  @Column('integer')
  key!: number;

  @Column('varchar', { length: 255 })
  name!: string;

  @Column('varchar', { length: 255 })
  slug!: string;

  @Column('jsonb', { default: {} })
  tagMetadata!: Record<string, unknown>;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;
}
