import { Body, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors, conditionErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { ApiConditions, Conditions, type Precondition } from '../common/http/precondition.js';
import { UpdatePreferencesDto } from './user-preferences.dto.js';
import {
  CreateUserDto,
  UpdateUserDto,
  UpdateUserStatusDto,
  UserDto,
  UserPageDto,
  UserSearchQuery,
} from './user.dto.js';
import { UsersService } from './users.service.js';

/** Accounts over HTTP. */
@ApiController('users', 'users')
export class UsersController {
  constructor(private readonly service: UsersService) {}

  @Post()
  @ApiOperation({ summary: 'Create an account' })
  @ApiCreatedResponse({ type: UserDto })
  @ApiErrors(...bodyErrors)
  create(@Body() body: CreateUserDto): Promise<UserDto> {
    return this.service.create(body);
  }

  @Get('search')
  @ApiOperation({ summary: 'Search accounts' })
  @ApiOkResponse({ type: UserPageDto })
  @ApiErrors(...listErrors)
  search(@Query() query: UserSearchQuery): Promise<UserPageDto> {
    return this.service.search(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get an account' })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: UserDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  get(@UuidParam() id: string): Promise<UserDto> {
    return this.service.get(id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change an account', description: 'An empty body changes nothing.' })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: UserDto })
  @ApiConditions()
  @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
  update(
    @UuidParam() id: string,
    @Body() body: UpdateUserDto,
    @Conditions() precondition?: Precondition,
  ): Promise<UserDto> {
    return this.service.update(id, body, precondition);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Delete an account',
    description: 'Soft: the account is switched off and can still be read.',
  })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: CommandResultDto })
  @ApiConditions()
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR', ...conditionErrors)
  async delete(
    @UuidParam() id: string,
    @Conditions() precondition?: Precondition,
  ): Promise<CommandResultDto> {
    await this.service.delete(id, precondition);
    return done(`User ${id} deleted successfully`);
  }

  @Put(':id/preferences')
  @ApiOperation({ summary: 'Merge preferences', description: 'Top-level members are set; absent ones stay.' })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: UserDto })
  @ApiConditions()
  @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
  mergePreferences(
    @UuidParam() id: string,
    @Body() body: UpdatePreferencesDto,
    @Conditions() precondition?: Precondition,
  ): Promise<UserDto> {
    return this.service.mergePreferences(id, body.toPatch(), precondition);
  }

  @Put(':id/status')
  @ApiOperation({ summary: 'Switch an account on or off' })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: UserDto })
  @ApiConditions()
  @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
  updateStatus(
    @UuidParam() id: string,
    @Body() body: UpdateUserStatusDto,
    @Conditions() precondition?: Precondition,
  ): Promise<UserDto> {
    return this.service.update(id, body, precondition);
  }
}
