import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { EntityNotFoundError, ValidationError } from '../errors/domain.error.js';
import { largestInteger } from '../largest-integer.js';
import { isUuid } from './fields.decorators.js';

/** The demo's own account. */
export const exampleUserId = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';

function idPipe(entity: string, name: string): PipeTransform<string, number> {
  return {
    transform(raw) {
      const id = /^\d+$/.test(raw) ? Number(raw) : NaN;
      if (!(id >= 1)) throw new ValidationError(`${name} must be a whole number of at least 1`, name);
      if (id > largestInteger) throw new EntityNotFoundError(entity, raw);
      return id;
    },
  };
}

function uuidPipe(name: string): PipeTransform<string, string> {
  return {
    transform(raw) {
      if (!isUuid(raw)) throw new ValidationError(`${name} must be a UUID`, name);
      return raw.toLowerCase();
    },
  };
}

/** Integer id from the path: malformed → 422, larger than any id can be → 404 of `entity`. */
export function IdParam(entity: string, name = 'id'): ParameterDecorator {
  return Param(name, idPipe(entity, name));
}

/** UUID from the path: malformed → 422. */
export function UuidParam(name = 'id'): ParameterDecorator {
  return Param(name, uuidPipe(name));
}

export function ApiIdParam(description: string, name = 'id', example = 3_000_001): MethodDecorator {
  return ApiParam({
    name,
    description,
    schema: { type: 'integer', minimum: 1, maximum: largestInteger, example },
  });
}

export function ApiUuidParam(description: string, name = 'id', example = exampleUserId): MethodDecorator {
  return ApiParam({ name, description, schema: { type: 'string', format: 'uuid', example } });
}
