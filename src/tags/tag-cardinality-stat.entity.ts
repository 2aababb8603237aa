import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { SourceType } from '../content/content-kind.js';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { Tag } from './tag.entity.js';

/** How much content of a source carried a tag when the day began. */
@Entity('tag_cardinality_stats')
@DefinedInMigrations({ checks: ['ck_tag_cardinality_stats_source', 'ck_tag_cardinality_stats_cardinality'] })
export class TagCardinalityStat {
  @ForeignKey(() => Tag, { name: 'fk_tag_cardinality_stats_tag', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  tagId!: string;

  @PrimaryColumn('varchar', { length: 10 })
  contentSource!: SourceType;

  @Column('integer', { default: 0 })
  cardinality!: number;

  @TimestampColumn()
  updatedAt!: Date;
}
