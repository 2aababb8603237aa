import { ApiProperty } from '@nestjs/swagger';
import {
  BoolField,
  type JsonObject,
  JsonObjectField,
  JsonTextField,
  TextField,
} from '../common/http/fields.decorators.js';
import { defineList, textKey, timestampKey, uuidKey } from '../common/http/list-definition.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import type { User } from './user.entity.js';

/** An account as clients see it. */
export class UserDto {
  @ApiProperty({ format: 'uuid', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  id!: string;

  @ApiProperty({ example: 'demo_admin' })
  username!: string;

  @ApiProperty({ format: 'email', example: 'demo@example.com' })
  email!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { theme: 'dark' } })
  preferences!: JsonObject;

  @ApiProperty({ description: 'False once the account was deleted or switched off' })
  is_active!: boolean;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ format: 'date-time' })
  updated_at!: string;
}

/** A page of users. */
export class UserPageDto extends PageOf(UserDto) {}

/** What a user did so far. */
export class UserStatsDto {
  @ApiProperty({ type: 'integer', example: 42 })
  total_interactions!: number;

  @ApiProperty({ type: 'integer', description: 'Regular items only', example: 7 })
  content_created!: number;

  @ApiProperty({
    type: 'number',
    description: 'Mean of the ratings given; 0 when there are none',
    example: 4.2,
  })
  avg_rating_given!: number;
}

export function toUserDto(user: User): UserDto {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    preferences: user.preferences,
    is_active: user.isActive,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}

const usernameRules = {
  minLength: 3,
  maxLength: 50,
  trim: true,
  pattern: {
    matches: /^(?=.*[A-Za-z0-9])[\w-]+$/,
    says: 'may hold only letters, digits, _ and -, with at least one letter or digit',
  },
};

const emailRules = {
  maxLength: 255,
  trim: true,
  format: 'email',
  pattern: {
    matches: /^[^\s\p{Cc}@"(),:;<>[\\\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/iu,
    says: 'must be a valid email address',
  },
};

/** A new account. */
export class CreateUserDto {
  @TextField({ description: 'Unique in any letter case', example: 'ada_lovelace', ...usernameRules })
  username!: string;

  @TextField({ description: 'Unique in any letter case', example: 'ada@example.com', ...emailRules })
  email!: string;

  @JsonObjectField({
    description: 'Anything the front end keeps for its user',
    default: {},
    example: { theme: 'dark' },
  })
  preferences!: JsonObject;
}

/** Changes to an account; absent members stay as they are. */
export class UpdateUserDto {
  @TextField({ description: 'New name', optional: true, example: 'ada_l', ...usernameRules })
  username?: string;

  @TextField({ description: 'New address', optional: true, example: 'ada@example.org', ...emailRules })
  email?: string;

  @BoolField({ description: 'Switch the account on or off', optional: true })
  is_active?: boolean;
}

/** Switches an account on or off. */
export class UpdateUserStatusDto {
  @BoolField({ description: 'Whether the account is in use', example: false })
  is_active!: boolean;
}

const userList = defineList({
  name: 'users',
  sortable: {
    created_at: timestampKey('u.created_at'),
    updated_at: timestampKey('u.updated_at'),
    username: textKey('u.username'),
    id: uuidKey('u.id'),
  },
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 100,
});

/** Filters and paging of the user search. */
export class UserSearchQuery extends PageQuery(userList) {
  static readonly list = userList;

  @BoolField({ description: 'Leave out accounts switched off', default: false })
  active_only!: boolean;

  @TextField({
    description: 'Part of the username or address, in any letter case (also `q`)',
    optional: true,
    aliases: ['q'],
    trim: true,
    blankIsAbsent: true,
  })
  search_term?: string;

  @JsonTextField({
    description: 'JSON object the preferences must contain',
    optional: true,
    example: '{"theme":"dark"}',
  })
  preferences_filter?: JsonObject;
}
