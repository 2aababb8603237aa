import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ErrorCode, errorCodes } from './error-codes.js';

/** One refused field of a request. */
export class FieldProblemDto {
  @ApiProperty({ example: 'username' })
  field!: string;

  @ApiProperty({ example: 'username must have at least 3 characters' })
  message!: string;
}

/** The body of every error answer except 504 (contract §2.4). */
export class ErrorDto {
  @ApiProperty({ type: 'boolean', enum: [false], example: false })
  success!: false;

  @ApiProperty({ description: 'Kind of failure', example: 'ValidationError' })
  error!: string;

  @ApiProperty({ description: 'What happened, for people', example: 'Page size cannot exceed 1000' })
  detail!: string;

  @ApiProperty({
    description: 'What happened, for programs',
    enum: Object.keys(errorCodes),
    enumName: 'ErrorCode',
  })
  error_code!: ErrorCode;

  @ApiProperty({ type: 'integer', description: 'HTTP status', example: 422 })
  status!: number;

  @ApiProperty({ format: 'date-time', example: '2025-10-23T10:00:00.000Z' })
  timestamp!: string;

  @ApiPropertyOptional({ type: [FieldProblemDto], description: 'The refused fields of a validation error' })
  errors?: FieldProblemDto[];

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds to wait before trying again' })
  retry_after?: number;

  @ApiPropertyOptional({ description: 'Of an unexpected error: the id under which the log has its cause' })
  error_id?: string;
}

/** Where a statement timeout happened; unknown members are left out. */
export class StatementTimeoutContextDto {
  @ApiPropertyOptional({ example: '/api/v1/content/unified' })
  path?: string;

  @ApiPropertyOptional({ example: 'GET' })
  method?: string;

  @ApiPropertyOptional({ description: 'Handler that was running', example: 'UnifiedContentController.list' })
  endpoint?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  user_id?: string;

  @ApiPropertyOptional({ example: 'demo' })
  environment?: string;
}

/** What is known of the statement that ran out of time. */
export class StatementTimeoutDetailsDto {
  @ApiPropertyOptional({
    description: 'Start of the SQL, without values',
    example: 'SELECT count(*) FROM content_items',
  })
  query?: string;

  @ApiPropertyOptional({ type: StatementTimeoutContextDto })
  context?: StatementTimeoutContextDto;
}

/** The body of a 504 (contract §2.5). */
export class StatementTimeoutDto {
  @ApiProperty({ enum: ['statement_timeout'] })
  error_type!: 'statement_timeout';

  @ApiProperty({
    example: 'The operation took too long to complete. Please try again or refine your request.',
  })
  message!: string;

  @ApiProperty({ description: 'The configured limit', example: '15s' })
  timeout_duration!: string;

  @ApiPropertyOptional({ type: StatementTimeoutDetailsDto })
  details?: StatementTimeoutDetailsDto;
}
