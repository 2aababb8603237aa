import type { IncomingHttpHeaders } from 'node:http';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { DomainError } from '../errors/domain.error.js';
import {
  entityTagOf,
  type EntityTags,
  exampleEntityTag,
  matchesStrongly,
  matchesWeakly,
  parseEntityTags,
  stateOf,
  statesOf,
} from './entity-tag.js';

function readTags(headers: IncomingHttpHeaders, name: 'if-match' | 'if-none-match'): EntityTags | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  const tags = parseEntityTags(text);
  if (!tags && name === 'if-match')
    throw new DomainError('BAD_REQUEST', 'If-Match must be * or a list of entity tags');
  return tags && statesOf(tags);
}

/** What a request depends on: the state of the resource its sender has, or has not, seen (RFC 9110 §13). */
export class Precondition {
  private constructor(
    private readonly ifMatch: EntityTags | undefined,
    private readonly ifNoneMatch: EntityTags | undefined,
  ) {}

  /**
   * The condition a request states, if any. What of If-None-Match cannot be read is ignored, which costs a cache a
   * body; what of If-Match cannot be read is refused, because going on could overwrite what it was to protect.
   */
  static of({ headers }: Request): Precondition | undefined {
    if (headers['if-match'] === undefined && headers['if-none-match'] === undefined) return undefined;
    return new Precondition(readTags(headers, 'if-match'), readTags(headers, 'if-none-match'));
  }

  /**
   * @param representation its volatile fields need not be known
   * @throws DomainError PRECONDITION_FAILED unless a resource that looks like this may be changed
   */
  check(representation: object): void {
    const state = stateOf(entityTagOf(representation));
    const isMet =
      (this.ifMatch === undefined || matchesStrongly(this.ifMatch, state)) &&
      (this.ifNoneMatch === undefined || !matchesWeakly(this.ifNoneMatch, state));
    if (!isMet)
      throw new DomainError('PRECONDITION_FAILED', 'The resource is not in the state the request expects');
  }
}

/** Hands a controller method what its request depends on, if anything. */
export const Conditions = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  Precondition.of(context.switchToHttp().getRequest<Request>()),
);

function ApiConditionHeader(name: string, description: string): MethodDecorator {
  const schema = { type: 'string' } as const;
  return ApiHeader({ name, description, required: false, schema, example: exampleEntityTag });
}

/** Documents the headers of a change that can be made to depend on the state last seen. */
export function ApiConditions(): MethodDecorator {
  return applyDecorators(
    ApiConditionHeader(
      'If-Match',
      'Entity tags of the states the change is meant for, as GET of the resource gave them in `ETag`, or `*`; in any other state it is refused. Weak tags match nothing. Of a tag in two parts only the first, before the dot, counts',
    ),
    ApiConditionHeader(
      'If-None-Match',
      'Entity tags of states the change is not meant for; in one of them it is refused. `*` refuses it in every state.',
    ),
  );
}
