import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Expose, Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import type { ErrorCode } from '../errors/error-codes.js';

/** The answer of a field's reader: the value as the code wants it, or what is wrong with it and where inside. */
export type Reading<T> = { value: T } | { problem: string; field?: string };

export interface FieldOptions<T> {
  description: string;
  /** Absent and null are refused unless the field is optional or has a default. */
  optional?: boolean;
  default?: T;
  example?: unknown;
  /** Other names clients use for the same field; the first one present counts. */
  aliases?: readonly string[];
  /** Error code of a refused value; VALIDATION_ERROR unless the contract names another. */
  code?: ErrorCode;
}

/** How class-validator carries the error code of a refused field to the exception filter. */
export interface FieldErrorContext {
  code: ErrorCode;
}

/** Stands in a DTO where a field's value was refused. */
export class Refused {
  constructor(
    readonly problem: string,
    /** The offending place where that is inside the field. */
    readonly field?: string,
  ) {}
}

/**
 * What a caller sent, out of class-transformer's sight: left to itself it walks the whole value and calls whatever
 * stands under the name `constructor` in it.
 */
export class RawInput {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.#members = members;
  }

  member(name: string): unknown {
    return this.#members[name];
  }
}

/**
 * Composes coercion, validation and documentation of one DTO property, so that they cannot disagree.
 * `read` sees the raw value exactly as it came, never undefined or null.
 */
export function Field<T>(
  read: (raw: unknown, name: string) => Reading<T>,
  api: ApiPropertyOptions,
  options: FieldOptions<T>,
): PropertyDecorator {
  const required = !options.optional && options.default === undefined;
  const constraint = 'field';
  return applyDecorators(
    ApiProperty({
      description: options.description,
      required,
      ...(options.default !== undefined && { default: options.default }),
      ...(options.example !== undefined && { example: options.example }),
      ...api,
    } as ApiPropertyOptions),
    Expose(),
    Transform(({ obj, key }: { obj: RawInput; key: string }) => {
      const name = [key, ...(options.aliases ?? [])].find((candidate) => obj.member(candidate) != null);
      if (name === undefined)
        return required ? new Refused(`${key} is required`) : structuredClone(options.default);
      const reading = read(obj.member(name), name);
      return 'problem' in reading ? new Refused(reading.problem, reading.field) : reading.value;
    }),
    ValidateBy(
      {
        name: constraint,
        validator: {
          validate: (value) => !(value instanceof Refused),
          defaultMessage: (args) => (args?.value as Refused).problem,
        },
      },
      { context: { code: options.code ?? 'VALIDATION_ERROR' } satisfies FieldErrorContext },
    ),
  );
}
