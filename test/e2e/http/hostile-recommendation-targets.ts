import type { Target } from './hostile-targets.js';

const listParams = ['page', 'cursor', 'sort_field', 'sort_order'];
const recommendation = {
  user_id: '{user}',
  content_item_id: '{content}',
  recommendation_score: 0.5,
  algorithm_version: 'hybrid-v1',
  metadata: { a: 1 },
};

/** Every operation on recommendations; `{recommendation}` and `{stale}`, which is deleted, stand for ids of them. */
export const recommendationTargets: readonly Target[] = [
  { method: 'post', path: '/recommendations', body: recommendation },
  { method: 'post', path: '/recommendations/bulk', body: { recommendations: [recommendation] } },
  { method: 'post', path: '/recommendations/served', body: { recommendation_ids: ['{recommendation}'] } },
  {
    method: 'post',
    path: '/recommendations/generate',
    body: { user_id: '{user}', algorithm_version: 'hybrid-v1', limit: 5 },
  },
  {
    method: 'get',
    path: '/recommendations',
    query: [
      ...listParams,
      'user_id',
      'content_item_id',
      'algorithm_version',
      'min_score',
      'is_served',
      'days',
    ],
  },
  { method: 'get', path: '/recommendations/unserved/{user}', query: [...listParams, 'min_score'] },
  { method: 'get', path: '/users/{user}/recommendations/unserved', query: [...listParams, 'min_score'] },
  { method: 'get', path: '/recommendations/by-algorithm/{label}', query: listParams, takesAnyId: true },
  {
    method: 'get',
    path: '/recommendations/top-scoring',
    query: [...listParams, 'limit', 'min_score', 'user_id'],
  },
  { method: 'get', path: '/recommendations/recent', query: [...listParams, 'days', 'user_id'] },
  { method: 'get', path: '/recommendations/user/{user}/recent', query: [...listParams, 'days'] },
  { method: 'get', path: '/recommendations/content/{content}/recommendations', query: listParams },
  { method: 'get', path: '/recommendations/analytics/user/{user}' },
  { method: 'get', path: '/recommendations/analytics/global' },
  { method: 'get', path: '/recommendations/{recommendation}' },
  {
    method: 'put',
    path: '/recommendations/{recommendation}',
    body: { recommendation_score: 0.5, metadata: { a: 1 } },
  },
  {
    method: 'put',
    path: '/recommendations/{recommendation}/feedback',
    body: { feedback: 'helpful', rating: 5, comment: 'More', metadata: { a: 1 } },
  },
  { method: 'delete', path: '/recommendations/{stale}' },
];
