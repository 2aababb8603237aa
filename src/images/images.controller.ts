import { Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { ApiIdParam, IdParam } from '../common/http/id-param.decorators.js';
import { ImageFilesService } from './image-files.service.js';
import { ImageQuery } from './image-query.dto.js';
import { ApiFileAnswer } from './image.decorators.js';
import { serveFile } from './serve-file.js';

/** The files of content, over HTTP. */
@ApiController('images', 'images')
export class ImagesController {
  constructor(private readonly files: ImageFilesService) {}

  @Get(':content_id')
  @ApiOperation({
    summary: 'Get the image, video or sound of content',
    description:
      'A file that was generated, or a thumbnail of it. Content that was written by hand has none, whatever its `content_data` says. 416 tells the size of the file in `Content-Range`.',
  })
  @ApiIdParam('Id of regular or auto content', 'content_id')
  @ApiCallerHeader()
  @ApiFileAnswer()
  @ApiErrors('RANGE_NOT_SATISFIABLE', {
    NOT_FOUND: 'Content with id 3000001 has no such file at index 0',
    PRECONDITION_FAILED: 'The file is not the version the request is meant for',
    VALIDATION_ERROR: 'index must be at least 0',
  })
  async get(
    @IdParam('Content', 'content_id') contentId: number,
    @Query() query: ImageQuery,
    @Req() request: Request,
    @Res() response: Response,
    @CallerId() caller?: string,
  ): Promise<void> {
    await serveFile(request, response, await this.files.get(contentId, query, caller));
  }
}
