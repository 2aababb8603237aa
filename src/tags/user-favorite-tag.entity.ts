import { Column, Entity, ForeignKey, Generated, PrimaryColumn } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';
import { Tag } from './tag.entity.js';

/** A tag a user marked; `position` grows in the order of marking. */
@Entity('user_favorite_tags')
@DefinedInMigrations({ indexes: ['idx_user_favorite_tags_tag'] })
export class UserFavoriteTag {
  @ForeignKey(() => User, { name: 'fk_user_favorite_tags_user', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  userId!: string;

  @ForeignKey(() => Tag, { name: 'fk_user_favorite_tags_tag', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  tagId!: string;

  @Generated('increment')
  @Column('integer')
  position!: number;

  @TimestampColumn()
  createdAt!: Date;
}
