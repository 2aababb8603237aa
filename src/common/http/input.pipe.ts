import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { DomainError, ValidationError } from '../errors/domain.error.js';
import { isJsonObject } from './fields.decorators.js';
import { foldBracketKeys } from './query-array.js';
import { type InputProblem, readInput } from './read-input.js';

function toDomainError(problems: readonly [InputProblem, ...InputProblem[]]): DomainError {
  // The most telling code wins: INVALID_PAGE_SIZE says more than VALIDATION_ERROR beside it.
  const first = problems.find(({ code }) => code !== 'VALIDATION_ERROR') ?? problems[0];
  return new DomainError(first.code, first.message, {
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
    const reading = readInput(metatype as Type<object>, type === 'query' ? foldBracketKeys(input) : input);
    if ('problems' in reading) throw toDomainError(reading.problems);
    return reading.value;
  }
}
