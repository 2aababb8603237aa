import { generationTargets } from './hostile-generation-targets.js';
import { interactionTargets } from './hostile-interaction-targets.js';
import { recommendationTargets } from './hostile-recommendation-targets.js';
import { tagTargets } from './hostile-tag-targets.js';

/** An operation of the API, with all the places a caller can put something into. */
export interface Target {
  method: 'get' | 'post' | 'put' | 'delete';
  /**
   * `{user}`, `{content}`, `{tag}`, and `{doomed}` and `{spare}` of those to be deleted, stand for existing ids, `{kind}` for a
   * kind of content.
   */
  path: string;
  query?: readonly string[];
  /** A body that is accepted; `{user}` stands for an id in it too. */
  body?: Readonly<Record<string, unknown>>;
  /** The path ends in a text of any kind, in place of an id. */
  takesAnyId?: boolean;
}

/** Every parameter of paging; lists share their reading, so that the telling ones do for most of them. */
const listParams = ['page', 'page_size', 'skip', 'limit', 'cursor', 'backward', 'sort_field', 'sort_order'];
const tellingListParams = ['page', 'cursor', 'sort_field', 'sort_order'];
const contentFilters = [
  'content_type',
  'creator_id',
  'public_only',
  'search_term',
  'min_quality_score',
  'tag',
  'tag_match',
];
const contentBody = {
  title: 'Lighthouse',
  content_type: 'image',
  content_data: 'a.png',
  creator_id: '{user}',
  prompt: 'a lighthouse',
  item_metadata: { a: 1 },
  tags: ['dusk'],
  is_private: false,
  is_public: true,
};

/** Every operation on users, content, images, tags, interactions, recommendations and jobs; content-auto is served by the same code. */
export const targets: readonly Target[] = [
  {
    method: 'post',
    path: '/users',
    body: { username: 'valid_name', email: 'valid@example.com', preferences: {} },
  },
  {
    method: 'get',
    path: '/users/search',
    query: [...listParams, 'active_only', 'search_term', 'q', 'preferences_filter'],
  },
  { method: 'get', path: '/users/{user}' },
  {
    method: 'put',
    path: '/users/{user}',
    body: { username: 'renamed', email: 'renamed@example.com', is_active: true },
  },
  {
    method: 'put',
    path: '/users/{user}/preferences',
    body: {
      preferences: { theme: 'dark' },
      favorite_genres: ['a'],
      content_types: ['image'],
      settings: { a: 1 },
    },
  },
  { method: 'put', path: '/users/{user}/status', body: { is_active: true } },
  { method: 'get', path: '/users/{user}/stats' },
  {
    method: 'get',
    path: '/users/{user}/interactions',
    query: [...tellingListParams, 'interaction_type', 'days'],
  },
  {
    method: 'get',
    path: '/users/{user}/recommendations',
    query: [...tellingListParams, 'min_score', 'unserved_only'],
  },
  {
    method: 'get',
    path: '/users/{user}/generation-jobs',
    query: [...tellingListParams, 'status', 'job_type'],
  },
  { method: 'post', path: '/content', body: contentBody },
  {
    method: 'get',
    path: '/content',
    query: [...tellingListParams, ...contentFilters, 'search', 'sort', 'user_id'],
  },
  { method: 'get', path: '/content/enhanced', query: [...tellingListParams, ...contentFilters] },
  { method: 'get', path: '/content/by-creator/{user}', query: tellingListParams },
  { method: 'get', path: '/content/by-type/{kind}', query: tellingListParams },
  { method: 'get', path: '/content/public', query: tellingListParams },
  { method: 'get', path: '/content/top-rated', query: [...tellingListParams, 'limit'] },
  { method: 'get', path: '/content/recent', query: [...tellingListParams, 'days'] },
  { method: 'get', path: '/content/stats/overview' },
  {
    method: 'post',
    path: '/content/search',
    body: {
      search_term: 'lighthouse',
      content_type: 'image',
      creator_id: '{user}',
      metadata_filter: { a: 1 },
      tags: ['dusk'],
      tag_match: 'any',
      public_only: true,
      skip: 0,
      limit: 10,
    },
  },
  {
    method: 'get',
    path: '/content/unified',
    query: [
      ...listParams,
      'content_source_types',
      'content_types',
      'creator_filter',
      'user_id',
      'search_term',
      'tag',
      'tag_names',
      'tag_match',
      'include_stats',
    ],
  },
  { method: 'get', path: '/content/stats/unified', query: ['user_id'] },
  { method: 'get', path: '/content/{content}' },
  { method: 'get', path: '/images/{content}', query: ['thumbnail', 'index'] },
  { method: 'put', path: '/content/{content}', body: contentBody },
  { method: 'put', path: '/content/{content}/quality', body: { quality_score: 0.5 } },
  ...tagTargets,
  ...interactionTargets,
  ...recommendationTargets,
  ...generationTargets,
  { method: 'delete', path: '/users/{doomed}' },
  { method: 'delete', path: '/content/{spare}' },
];
