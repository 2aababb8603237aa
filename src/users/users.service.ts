import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { Precondition } from '../common/http/precondition.js';
import { isUniqueViolation } from '../database/pg-errors.js';
import type { SqlExecutor } from '../database/run-sql.js';
import { writeConditionally } from '../database/write-conditionally.js';
import {
  type CreateUserDto,
  toUserDto,
  type UpdateUserDto,
  type UserDto,
  type UserSearchQuery,
} from './user.dto.js';
import type { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** The unique indexes decide who was first, so that two simultaneous sign-ups cannot both win. */
async function refusingDuplicates<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error, 'idx_users_username_lower')) {
      throw new ValidationError('Username already exists', 'username');
    }
    if (isUniqueViolation(error, 'idx_users_email_lower'))
      throw new ValidationError('Email already exists', 'email');
    throw error;
  }
}

function found(user: User | null | undefined, id: string): User {
  if (!user) throw new EntityNotFoundError('User', id);
  return user;
}

/** The rules of accounts. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  async create(input: CreateUserDto): Promise<UserDto> {
    const { username, email, preferences } = input;
    return toUserDto(
      await refusingDuplicates(this.users.insert({ username, email, preferences }, this.clock.now())),
    );
  }

  async get(id: string, manager?: EntityManager): Promise<UserDto> {
    return toUserDto(found(await this.users.findById(id, manager), id));
  }

  /** @throws EntityNotFoundError when there is no such account */
  async assertExists(id: string): Promise<void> {
    if (!(await this.users.existsById(id))) throw new EntityNotFoundError('User', id);
  }

  /** @throws EntityNotFoundError, or ValidationError when the account is switched off */
  async assertActive(id: string, executor?: SqlExecutor): Promise<void> {
    const isActive = await this.users.findActivity(id, executor);
    if (isActive === undefined) throw new EntityNotFoundError('User', id);
    if (!isActive) throw new ValidationError(`User ${id} is not active`, 'user_id');
  }

  async update(id: string, changes: UpdateUserDto, precondition?: Precondition): Promise<UserDto> {
    const { username, email, is_active: isActive } = changes;
    const isEmpty = username === undefined && email === undefined && isActive === undefined;
    return this.change(id, precondition, (manager) =>
      isEmpty
        ? this.users.findById(id, manager)
        : refusingDuplicates(this.users.update(id, { username, email, isActive }, this.clock.now(), manager)),
    );
  }

  /** Switches the account off; what the user made stays. Doing it twice is fine. */
  async delete(id: string, precondition?: Precondition): Promise<void> {
    await this.update(id, { is_active: false }, precondition);
  }

  async mergePreferences(id: string, patch: JsonObject, precondition?: Precondition): Promise<UserDto> {
    return this.change(id, precondition, (manager) =>
      this.users.mergePreferences(id, patch, this.clock.now(), manager),
    );
  }

  search(query: UserSearchQuery): Promise<Page<UserDto>> {
    return this.users.search(query);
  }

  /** @throws EntityNotFoundError, DomainError PRECONDITION_FAILED */
  private async change(
    id: string,
    precondition: Precondition | undefined,
    write: (manager: EntityManager) => Promise<User | null | undefined>,
  ): Promise<UserDto> {
    const user = await writeConditionally(this.users.manager, {
      precondition,
      lock: async (manager) => {
        if (!(await this.users.lock(id, manager))) throw new EntityNotFoundError('User', id);
      },
      show: (manager) => this.get(id, manager),
      write,
    });
    return toUserDto(found(user, id));
  }
}
