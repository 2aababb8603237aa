import { Param, type PipeTransform } from '@nestjs/common';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import { ApiUuidParam } from '../common/http/id-param.decorators.js';
import { readTagName } from './tag-name.js';
import { exampleTagId } from './tag.dto.js';

function tagNamePipe(parameter: string): PipeTransform<string, string> {
  return {
    transform(raw) {
      const reading = readTagName(raw, parameter);
      if ('problem' in reading) throw new ValidationError(reading.problem, parameter);
      if (reading.value === undefined) throw new EntityNotFoundError('Tag', raw);
      return reading.value;
    },
  };
}

/** Id, name or slug of a tag from the path, read as filters read it: malformed → 422, blank → 404. */
export function TagNameParam(parameter: string): ParameterDecorator {
  return Param(parameter, tagNamePipe(parameter));
}

/** Documents the id of a tag in the path, where nothing else names one. */
export function ApiTagIdParam(): MethodDecorator {
  return ApiUuidParam('Tag id', 'tag_id', exampleTagId);
}
