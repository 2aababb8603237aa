import { applyDecorators, Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

/** A controller under /api/v1; `tag` groups its operations in the documentation. */
export function ApiController(path: string, tag: string): ClassDecorator {
  return applyDecorators(Controller(`api/v1/${path}`), ApiTags(tag));
}
