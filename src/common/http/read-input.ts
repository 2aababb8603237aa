import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError as ClassValidatorError, validateSync } from 'class-validator';
import type { FieldProblem } from '../errors/domain.error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { type FieldErrorContext, RawInput, Refused } from './field.decorator.js';

/** What is wrong with a field, and the error code that says so. */
export interface InputProblem extends FieldProblem {
  code: ErrorCode;
}

function toProblem({ property, value, constraints, contexts }: ClassValidatorError): InputProblem {
  const [constraint = '', message = 'is not valid'] = Object.entries(constraints ?? {})[0] ?? [];
  const context = contexts?.[constraint] as FieldErrorContext | undefined;
  const field = (value instanceof Refused ? value.field : undefined) ?? property;
  return { field, message, code: context?.code ?? 'VALIDATION_ERROR' };
}

/** Makes a DTO of what a caller sent: its fields decide; unknown members are dropped. */
export function readInput<T extends object>(
  Dto: Type<T>,
  members: Readonly<Record<string, unknown>>,
): { value: T } | { problems: [InputProblem, ...InputProblem[]] } {
  const value = plainToInstance(Dto, new RawInput(members), { excludeExtraneousValues: true });
  const [first, ...others] = validateSync(value, { forbidUnknownValues: false }).map(toProblem);
  return first ? { problems: [first, ...others] } : { value };
}
