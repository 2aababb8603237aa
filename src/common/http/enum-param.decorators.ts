import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { ValidationError } from '../errors/domain.error.js';

interface EnumParamOptions {
  name: string;
  values: readonly string[];
}

interface Synonyms {
  /** Other words, and which one each stands for. */
  synonyms?: Readonly<Record<string, string>>;
}

/** One of a few words from the path; any other → 422. */
export function EnumParam({ name, values, synonyms = {} }: EnumParamOptions & Synonyms): ParameterDecorator {
  const known = new Map([...Object.entries(synonyms), ...values.map((value) => [value, value] as const)]);
  const pipe: PipeTransform<string, string> = {
    transform(raw) {
      const value = known.get(raw);
      if (value !== undefined) return value;
      throw new ValidationError(`${name} must be one of ${values.join(', ')}`, name);
    },
  };
  return Param(name, pipe);
}

export function ApiEnumParam({
  name,
  values,
  ...documented
}: EnumParamOptions & { description: string; enumName: string }): MethodDecorator {
  return ApiParam({ name, enum: [...values], ...documented });
}
