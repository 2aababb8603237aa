import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError as ClassValidatorError, validateSync } from 'class-validator';
import { DomainError, ValidationError } from '../errors/domain.error.js';
import { type FieldErrorContext, RawInput } from './field.decorator.js';
import { isJsonObject } from './fields.decorators.js';
import { foldBracketKeys } from './query-array.js';

function toDomainError(failures: ClassValidatorError[]): DomainError {
  const problems = failures.map((failure) => {
    const [constraint = '', message = 'is not valid'] = Object.entries(failure.constraints ?? {})[0] ?? [];
    const context = failure.contexts?.[constraint] as FieldErrorContext | undefined;
    return { field: failure.property, message, code: context?.code ?? 'VALIDATION_ERROR' };
  });
  // The most telling code wins: INVALID_PAGE_SIZE says more than VALIDATION_ERROR beside it.
  const first = problems.find(({ code }) => code !== 'VALIDATION_ERROR') ?? problems[0];
  return new DomainError(first?.code ?? 'VALIDATION_ERROR', first?.message ?? 'Input is not valid', {
    errors: problems.map(({ field, message }) => ({ field, message })),
  });
}

/** Turns query strings and bodies into their DTO classes; unknown members are dropped, wrong ones refused. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if ((type !== 'query' && type !== 'body') || !metatype || metatype === Object) return value;
    const input = value ?? {};
    if (!isJsonObject(input)) throw new ValidationError('The body must be a JSON object', 'body');
    const plain = type === 'query' ? foldBracketKeys(input) : input;
    const instance = plainToInstance(metatype as new () => object, new RawInput(plain), {
      excludeExtraneousValues: true,
    });
    const failures = validateSync(instance, { forbidUnknownValues: false });
    if (failures.length > 0) throw toDomainError(failures);
    return instance;
  }
}
