import { defineList, integerKey, timestampKey } from '../common/http/list-definition.js';

const newestFirst = {
  sortable: {
    created_at: timestampKey('j.created_at'),
    updated_at: timestampKey('j.updated_at'),
    completed_at: timestampKey('j.completed_at', { nullable: true }),
    id: integerKey('j.id'),
  },
  sortSchema: 'generation_jobs_sort_field',
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 100,
} as const;

/** Every list of generation jobs. */
export const generationJobLists = {
  all: defineList({ name: 'generation-jobs', ...newestFirst }),
  ofUser: defineList({ name: 'generation-jobs-of-user', ...newestFirst }),
  byStatus: defineList({ name: 'generation-jobs-by-status', ...newestFirst }),
  byType: defineList({ name: 'generation-jobs-by-type', ...newestFirst }),
  recent: defineList({ name: 'generation-jobs-recent', ...newestFirst }),
} as const;
