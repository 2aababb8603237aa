import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';

export const ApiKeyScope = { Read: 'read', Write: 'write', Admin: 'admin' } as const;
export type ApiKeyScope = (typeof ApiKeyScope)[keyof typeof ApiKeyScope];

/** A key that acts for its user within its scopes; of the secret only the SHA-256 is kept. */
@Entity('api_keys')
@Unique('uq_api_keys_prefix', ['prefix'])
@DefinedInMigrations({
  indexes: ['idx_api_keys_user'],
  checks: ['ck_api_keys_scopes', 'ck_api_keys_key_hash'],
})
export class ApiKey {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('varchar', { length: 100 })
  name!: string;

  /** The readable beginning of the key, by which it is found. */
  @Column('varchar', { length: 20 })
  prefix!: string;

  @Column('bytea')
  keyHash!: Buffer;

  @Column('text', { array: true })
  scopes!: ApiKeyScope[];

  @ForeignKey(() => User, { name: 'fk_api_keys_user', onDelete: 'CASCADE' })
  @Column('uuid')
  userId!: string;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn({ nullable: true })
  expiresAt!: Date | null;

  @TimestampColumn({ nullable: true })
  lastUsedAt!: Date | null;

  @TimestampColumn({ nullable: true })
  revokedAt!: Date | null;
}
