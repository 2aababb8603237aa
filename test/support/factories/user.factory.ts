import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { User } from '../../../src/users/user.entity.js';

/** Stores a valid user; random unique fields unless overridden. */
export async function createUser(dataSource: DataSource, overrides: Partial<User> = {}): Promise<User> {
  const name = `user_${randomBytes(6).toString('hex')}`;
  const now = new Date();
  const user = dataSource.manager.create(User, {
    username: name,
    email: `${name}@example.com`,
    preferences: {},
    isActive: true,
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
  return dataSource.manager.save(user);
}
