import { Body, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors, conditionErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiIdParam, IdParam } from '../common/http/id-param.decorators.js';
import { ApiConditions, Conditions, type Precondition } from '../common/http/precondition.js';
import {
  CreateInteractionDto,
  CreateInteractionsDto,
  InteractionDto,
  InteractionPageDto,
  UpdateInteractionDto,
} from './interaction.dto.js';
import { InteractionsService } from './interactions.service.js';

/** Single interactions over HTTP. */
@ApiController('interactions', 'interactions')
export class InteractionsController {
  constructor(private readonly service: InteractionsService) {}

  @Post()
  @ApiOperation({
    summary: 'Record an interaction',
    description: 'Repeats are separate interactions. Generated content takes none.',
  })
  @ApiCreatedResponse({ type: InteractionDto })
  @ApiErrors(...bodyErrors)
  create(@Body() body: CreateInteractionDto): Promise<InteractionDto> {
    return this.service.create(body);
  }

  @Post('bulk')
  @ApiOperation({
    summary: 'Record up to 1000 interactions',
    description:
      'All or none. Answers them in the order given; the first that is wrong is named by its index in the error.',
  })
  @ApiCreatedResponse({ type: InteractionPageDto })
  @ApiErrors(...bodyErrors)
  createAll(@Body() body: CreateInteractionsDto): Promise<InteractionPageDto> {
    return this.service.createAll(body.interactions);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get an interaction' })
  @ApiIdParam('Interaction id')
  @ApiOkResponse({ type: InteractionDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  get(@IdParam('Interaction') id: number): Promise<InteractionDto> {
    return this.service.get(id);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Change an interaction',
    description: 'Members that are absent or null stay as they are.',
  })
  @ApiIdParam('Interaction id')
  @ApiConditions()
  @ApiOkResponse({ type: InteractionDto })
  @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
  update(
    @IdParam('Interaction') id: number,
    @Body() body: UpdateInteractionDto,
    @Conditions() precondition?: Precondition,
  ): Promise<InteractionDto> {
    return this.service.update(id, body, precondition);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete an interaction' })
  @ApiIdParam('Interaction id')
  @ApiConditions()
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR', ...conditionErrors)
  async delete(
    @IdParam('Interaction') id: number,
    @Conditions() precondition?: Precondition,
  ): Promise<CommandResultDto> {
    await this.service.delete(id, precondition);
    return done(`Interaction ${id} deleted successfully`);
  }
}
