import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { type EntityManager, Repository } from 'typeorm';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { Page } from '../common/http/page-of.dto.js';
import { containsPattern } from '../database/like.js';
import { paginate } from '../database/paginate.js';
import { PreparedStatements } from '../database/prepared-statements.js';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import { toUserDto, type UserDto, UserSearchQuery } from './user.dto.js';
import { User } from './user.entity.js';

const columns = raw(
  `u.id, u.username, u.email, u.preferences, u.is_active AS "isActive",
   u.created_at AS "createdAt", u.updated_at AS "updatedAt"`,
);

export interface UserChanges {
  username?: string | undefined;
  email?: string | undefined;
  isActive?: boolean | undefined;
}

/** Reads and writes accounts. */
@Injectable()
export class UsersRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly statements: PreparedStatements,
  ) {}

  get manager(): EntityManager {
    return this.users.manager;
  }

  insert(user: { username: string; email: string; preferences: JsonObject }, now: Date): Promise<User> {
    const created = this.users.create({ ...user, isActive: true, createdAt: now, updatedAt: now });
    return this.users.save(created, { transaction: false });
  }

  findById(id: string, manager = this.manager): Promise<User | null> {
    return manager.findOneBy(User, { id });
  }

  /** Whether the account is switched on; undefined when there is none. */
  async findActivity(id: string, executor: SqlExecutor = this.statements): Promise<boolean | undefined> {
    const [row] = await runSql<{ isActive: boolean }>(
      executor,
      sql`SELECT u.is_active AS "isActive" FROM users u WHERE u.id = ${id}`,
    );
    return row?.isActive;
  }

  /** Keeps other writers from the account until the transaction ends; answers whether there is one. */
  async lock(id: string, manager: EntityManager): Promise<boolean> {
    const locked = await runSql(manager, sql`SELECT FROM users u WHERE u.id = ${id} FOR NO KEY UPDATE`);
    return locked.length > 0;
  }

  existsById(id: string): Promise<boolean> {
    return this.users.existsBy({ id });
  }

  update(id: string, changes: UserChanges, now: Date, manager: EntityManager): Promise<User | undefined> {
    return this.change(
      id,
      sql`username = COALESCE(${changes.username ?? null}, u.username),
          email = COALESCE(${changes.email ?? null}, u.email),
          is_active = COALESCE(${changes.isActive ?? null}, u.is_active),
          updated_at = ${now}`,
      manager,
    );
  }

  /** Shallow merge in one statement, so that two writers of different keys both win. */
  mergePreferences(
    id: string,
    patch: JsonObject,
    now: Date,
    manager: EntityManager,
  ): Promise<User | undefined> {
    return this.change(
      id,
      sql`preferences = u.preferences || ${JSON.stringify(patch)}::jsonb, updated_at = ${now}`,
      manager,
    );
  }

  async search(query: UserSearchQuery): Promise<Page<UserDto>> {
    const where: Sql[] = [];
    if (query.active_only) where.push(sql`u.is_active`);
    if (query.search_term !== undefined) {
      const pattern = containsPattern(query.search_term);
      where.push(sql`(u.username ILIKE ${pattern} OR u.email ILIKE ${pattern})`);
    }
    if (query.preferences_filter) {
      where.push(sql`u.preferences @> ${JSON.stringify(query.preferences_filter)}::jsonb`);
    }
    const source = { definition: UserSearchQuery.list, select: columns, from: sql`users u`, where };
    return paginate(this.manager, source, query.window(), toUserDto);
  }

  private async change(id: string, assignments: Sql, manager: EntityManager): Promise<User | undefined> {
    const [user] = await runReturning<User>(
      manager,
      sql`UPDATE users u SET ${assignments} WHERE u.id = ${id} RETURNING ${columns}`,
    );
    return user;
  }
}
