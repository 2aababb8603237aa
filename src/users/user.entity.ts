import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';

/** A person who makes, rates and receives content. */
@Entity('users')
@DefinedInMigrations({
  indexes: [
    'idx_users_username_lower',
    'idx_users_email_lower',
    'idx_users_created_at_desc',
    'idx_users_active_created',
    'idx_users_preferences',
    'idx_users_search_trgm',
  ],
  checks: ['ck_users_preferences'],
})
export class User {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('varchar', { length: 50 })
  username!: string;

  @Column('varchar', { length: 255 })
  email!: string;

  @Column('jsonb', { default: {} })
  preferences!: Record<string, unknown>;

  @Column('boolean', { default: true })
  isActive!: boolean;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;
}
