import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { ValidationError } from '../errors/domain.error.js';

interface EnumParamOptions {
  name: string;
  values: readonly string[];
}

/** One of a few words from the path; any other → 422. */
export function EnumParam({ name, values }: EnumParamOptions): ParameterDecorator {
  const pipe: PipeTransform<string, string> = {
    transform(raw) {
      if (values.includes(raw)) return raw;
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
