import { Column } from 'typeorm';

/** A moment to the millisecond, the precision of Date, so that a cursor finds the value it was made from. */
export function TimestampColumn(options: { nullable?: boolean } = {}): PropertyDecorator {
  const { nullable = false } = options;
  return Column({
    type: 'timestamptz',
    precision: 3,
    nullable,
    ...(nullable ? {} : { default: () => 'now()' }),
  });
}
