import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { Tag } from './tag.entity.js';

/** An edge of the tag hierarchy. */
@Entity('tag_parents')
@DefinedInMigrations({ indexes: ['idx_tag_parents_parent'], checks: ['ck_tag_parents_not_self'] })
export class TagParent {
  @ForeignKey(() => Tag, { name: 'fk_tag_parents_tag', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  tagId!: string;

  @ForeignKey(() => Tag, { name: 'fk_tag_parents_parent', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  parentId!: string;
}
