import type { Type } from '@nestjs/common';
import { EnumField, IntField } from '../common/http/fields.decorators.js';

export const intervals = ['hourly', 'daily'] as const;
export type Interval = (typeof intervals)[number];

export interface LookBackQuery {
  days: number;
}

/** Query parameters of figures over the last days; at most as many as raw events are kept. */
export function LookBack({ days, min = 1 }: { days: number; min?: number }): Type<LookBackQuery> {
  class Query implements LookBackQuery {
    @IntField({ description: 'Days to look back', min, max: 90, default: days })
    days!: number;
  }
  return Query;
}

/** What one point of a trend stands for. */
export function IntervalField(): PropertyDecorator {
  return EnumField({
    description: 'One point per UTC hour or per UTC day',
    values: intervals,
    name: 'Interval',
    default: 'hourly',
  });
}
