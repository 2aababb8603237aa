import type { Target } from './hostile-targets.js';

const sorted = ['sort', 'min_ratings', 'page', 'sort_field', 'sort_order'];

/** Every operation on tags; `{tag}` stands for the id of one. */
export const tagTargets: readonly Target[] = [
  { method: 'get', path: '/tags', query: [...sorted, 'cursor', 'search'] },
  { method: 'get', path: '/tags/search', query: [...sorted, 'q'] },
  { method: 'get', path: '/tags/popular', query: ['limit', 'content_source', 'min_cardinality'] },
  { method: 'get', path: '/tags/by-name/{tag}', query: ['user_id'] },
  { method: 'get', path: '/tags/hierarchy', query: ['include_ratings'] },
  { method: 'post', path: '/tags/hierarchy/refresh' },
  { method: 'get', path: '/tags/statistics' },
  { method: 'get', path: '/tags/roots' },
  { method: 'get', path: '/tags/favorites', query: ['user_id'] },
  { method: 'post', path: '/tags/{tag}/favorite', query: ['user_id'] },
  { method: 'delete', path: '/tags/{tag}/favorite', query: ['user_id'] },
  { method: 'get', path: '/tags/ratings', query: ['user_id', 'tag_ids'] },
  {
    method: 'post',
    path: '/tags/{tag}/rate',
    query: ['user_id', 'rating'],
    body: { user_id: '{user}', rating: 4.5 },
  },
  { method: 'get', path: '/tags/{tag}/rating', query: ['user_id'] },
  { method: 'delete', path: '/tags/{tag}/rate', query: ['user_id'] },
  { method: 'get', path: '/tags/{tag}', query: ['user_id'] },
  { method: 'get', path: '/tags/{tag}/parents' },
  { method: 'get', path: '/tags/{tag}/children' },
  { method: 'get', path: '/tags/{tag}/ancestors', query: ['max_depth'] },
  { method: 'get', path: '/tags/{tag}/descendants', query: ['max_depth'] },
];
