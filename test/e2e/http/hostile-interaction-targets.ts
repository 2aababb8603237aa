import type { Target } from './hostile-targets.js';

const listParams = ['page', 'cursor', 'sort_field', 'sort_order'];
const interaction = {
  user_id: '{user}',
  content_item_id: '{content}',
  interaction_type: 'rate',
  rating: 4,
  duration: 30,
  metadata: { a: 1 },
};

/** Every operation on interactions; `{interaction}` and `{undone}`, which is deleted, stand for ids of them. */
export const interactionTargets: readonly Target[] = [
  { method: 'post', path: '/interactions', body: interaction },
  { method: 'post', path: '/interactions/bulk', body: { interactions: [interaction] } },
  {
    method: 'get',
    path: '/interactions',
    query: [...listParams, 'user_id', 'content_item_id', 'interaction_type', 'min_rating', 'days'],
  },
  { method: 'get', path: '/interactions/recent', query: [...listParams, 'days', 'user_id'] },
  { method: 'get', path: '/interactions/top-rated', query: [...listParams, 'limit', 'min_rating'] },
  { method: 'get', path: '/interactions/by-type/{act}', query: listParams },
  {
    method: 'get',
    path: '/interactions/by-user/{user}',
    query: [...listParams, 'interaction_type', 'days'],
  },
  { method: 'get', path: '/interactions/by-content/{content}', query: listParams },
  { method: 'get', path: '/interactions/user/{user}/recent', query: [...listParams, 'days'] },
  { method: 'get', path: '/interactions/user/{user}/summary' },
  { method: 'get', path: '/interactions/user/{user}/content/{content}/{act}' },
  { method: 'get', path: '/interactions/analytics/user-behavior/{user}' },
  { method: 'get', path: '/interactions/analytics/content/{content}' },
  { method: 'get', path: '/interactions/analytics/global' },
  { method: 'get', path: '/interactions/{interaction}' },
  {
    method: 'put',
    path: '/interactions/{interaction}',
    body: { rating: 4, duration: 30, metadata: { a: 1 } },
  },
  { method: 'delete', path: '/interactions/{undone}' },
];
