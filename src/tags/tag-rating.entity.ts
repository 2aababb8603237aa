import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';
import { Tag } from './tag.entity.js';

/** How much a user likes a tag, 1 to 5 in halves; the sums per tag are kept in tag_rating_totals. */
@Entity('tag_ratings')
@Unique('uq_user_tag_rating', ['userId', 'tagId'])
@DefinedInMigrations({ indexes: ['idx_tag_ratings_tag'], checks: ['ck_tag_ratings_rating'] })
export class TagRating {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @ForeignKey(() => User, { name: 'fk_tag_ratings_user', onDelete: 'CASCADE' })
  @Column('uuid')
  userId!: string;

  @ForeignKey(() => Tag, { name: 'fk_tag_ratings_tag', onDelete: 'CASCADE' })
  @Column('uuid')
  tagId!: string;

  @Column('double precision')
  rating!: number;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;
}
