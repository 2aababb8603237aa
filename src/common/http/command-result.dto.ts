import { ApiProperty } from '@nestjs/swagger';

/** The answer of an operation that has nothing to show but that it was done. */
export class CommandResultDto {
  @ApiProperty({ type: 'boolean', enum: [true], example: true })
  success!: true;

  @ApiProperty({ example: 'Content 3000001 deleted successfully' })
  message!: string;
}

export function done(message: string): CommandResultDto {
  return { success: true, message };
}
