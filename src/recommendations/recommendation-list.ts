import { defineList, integerKey, numberKey, timestampKey } from '../common/http/list-definition.js';

const shared = {
  sortable: {
    created_at: timestampKey('r.created_at'),
    // As the indexes on scores go, so that each list can be read off one of them.
    recommendation_score: numberKey('r.recommendation_score', { thenBy: ['created_at'] }),
    id: integerKey('r.id'),
  },
  sortSchema: 'recommendation_sort_field',
};
const newestFirst = { ...shared, defaultSort: { field: 'created_at', order: 'desc' } } as const;
const bestFirst = { ...shared, defaultSort: { field: 'recommendation_score', order: 'desc' } } as const;

/** Every list of recommendations. */
export const recommendationLists = {
  all: defineList({ name: 'recommendations', ...newestFirst, defaultLimit: 100 }),
  ofUser: defineList({ name: 'recommendations-of-user', ...bestFirst, defaultLimit: 100 }),
  ofContent: defineList({ name: 'recommendations-of-content', ...newestFirst, defaultLimit: 100 }),
  unserved: defineList({ name: 'recommendations-unserved', ...bestFirst, defaultLimit: 20 }),
  byAlgorithm: defineList({ name: 'recommendations-by-algorithm', ...newestFirst, defaultLimit: 100 }),
  topScoring: defineList({ name: 'recommendations-top-scoring', ...bestFirst, defaultLimit: 10 }),
  recent: defineList({ name: 'recommendations-recent', ...newestFirst, defaultLimit: 50 }),
} as const;
