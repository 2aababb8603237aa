import { demoUserId } from './demo-users.js';

/** One kind of request as the cache planner groups them, and how it behaves. */
export interface RoutePattern {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly route: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  /** Requests in an average hour. */
  readonly perHour: number;
  readonly medianMs: number;
  /** Deviation of the logarithm of the duration: 0.2 is steady, 0.8 has a long tail. */
  readonly spread: number;
  readonly queries: number;
  readonly responseBytes: number;
  /** Share of requests answered 4xx. */
  readonly clientErrors: number;
}

type Behaviour = [perHour: number, medianMs: number, spread: number, queries: number, responseBytes: number];

function pattern(
  request: string,
  params: RoutePattern['params'],
  [perHour, medianMs, spread, queries, responseBytes]: Behaviour,
  clientErrors = 0.004,
): RoutePattern {
  const [method, route] = request.split(' ') as [RoutePattern['method'], string];
  return {
    method,
    route: `/api/v1${route}`,
    params,
    perHour,
    medianMs,
    spread,
    queries,
    responseBytes,
    clientErrors,
  };
}

const every = ['user-regular', 'user-auto', 'community-regular', 'community-auto'];

/** What a morning, a noon and an evening on the platform ask of the API. */
export const routePatterns: readonly RoutePattern[] = [
  pattern('GET /content/unified', {}, [140, 22, 0.45, 4, 9_800]),
  pattern('GET /content/unified', { page_size: '20' }, [210, 31, 0.5, 4, 19_500]),
  pattern('GET /content/unified', { page_size: '50' }, [95, 58, 0.55, 4, 47_000]),
  pattern('GET /content/unified', { content_source_types: every, page_size: '10' }, [120, 34, 0.5, 4, 9_900]),
  pattern('GET /content/unified', { content_types: 'auto', page_size: '20' }, [70, 29, 0.5, 4, 19_200]),
  pattern('GET /content/unified', { page_size: '20', sort_field: 'quality_score' }, [64, 38, 0.5, 4, 19_700]),
  pattern('GET /content/unified', { page_size: '20', tag: 'Dragons' }, [38, 88, 0.6, 5, 19_400]),
  pattern('GET /content/unified', { page_size: '20', tag: 'Cyberpunk' }, [33, 92, 0.6, 5, 19_600]),
  pattern(
    'GET /content/unified',
    { page_size: '20', tag: ['Cats', 'Cosy'], tag_match: 'all' },
    [14, 210, 0.7, 5, 18_900],
  ),
  pattern('GET /content/unified', { page_size: '20', search_term: 'lighthouse' }, [22, 240, 0.7, 4, 18_200]),
  pattern('GET /content/unified', { page_size: '20', search_term: 'dragon' }, [26, 265, 0.75, 4, 19_800]),
  pattern('GET /content/unified', { page_size: '20', search_term: 'neon rain' }, [9, 330, 0.8, 4, 12_400]),
  pattern('GET /content/unified', { creator_filter: 'user', user_id: demoUserId }, [17, 27, 0.4, 4, 9_700]),
  pattern('GET /content/stats/unified', {}, [120, 6, 0.35, 1, 130]),
  pattern('GET /content/stats/unified', { user_id: demoUserId }, [24, 8, 0.35, 1, 128]),
  pattern('GET /content/{id}', {}, [380, 7, 0.4, 2, 1_250], 0.02),
  pattern('GET /content', { page_size: '50' }, [44, 41, 0.5, 3, 46_000]),
  pattern('GET /content', { limit: '100', content_type: 'image' }, [18, 74, 0.5, 3, 92_000]),
  pattern('GET /content', { min_quality_score: '0.8', public_only: 'true' }, [11, 96, 0.6, 3, 88_000]),
  pattern('POST /content', {}, [21, 19, 0.45, 6, 1_240], 0.05),
  pattern('POST /content/search', {}, [16, 180, 0.7, 3, 61_000], 0.02),
  pattern('PUT /content/{id}', {}, [9, 16, 0.4, 5, 1_260], 0.04),
  pattern('DELETE /content/{id}', {}, [3, 14, 0.4, 3, 74], 0.05),
  pattern('GET /users/{id}', {}, [150, 5, 0.35, 1, 420], 0.01),
  pattern('GET /users/{id}/stats', {}, [58, 17, 0.5, 2, 92]),
  pattern('GET /users/{id}/interactions', { limit: '50' }, [52, 26, 0.5, 3, 15_400]),
  pattern('GET /users/{id}/recommendations', { unserved_only: 'true' }, [72, 33, 0.6, 3, 8_200]),
  pattern('GET /users/{id}/generation-jobs', {}, [46, 28, 0.5, 3, 21_000]),
  pattern('GET /users/search', { search_term: 'mira' }, [8, 21, 0.5, 2, 5_100]),
  pattern('PUT /users/{id}/preferences', {}, [6, 12, 0.4, 2, 440]),
  pattern('POST /users', {}, [2, 15, 0.4, 2, 400], 0.12),
  pattern('GET /tags/popular', { limit: '20' }, [88, 9, 0.4, 1, 1_700]),
  pattern('GET /tags/hierarchy', {}, [61, 46, 0.5, 2, 21_500]),
  pattern('GET /tags/{id}', {}, [42, 39, 0.55, 7, 2_600], 0.03),
  pattern('GET /tags', { sort: 'rating-desc' }, [13, 120, 0.6, 3, 5_400]),
  pattern('POST /tags/{id}/rate', {}, [5, 13, 0.4, 3, 260], 0.03),
  pattern('POST /interactions', {}, [190, 11, 0.4, 3, 270], 0.01),
  pattern('POST /generation-jobs', {}, [26, 24, 0.5, 4, 980], 0.03),
  pattern('GET /generation-jobs/{id}', {}, [160, 6, 0.35, 1, 960], 0.01),
  pattern('GET /recommendations/top', { limit: '10' }, [19, 142, 0.65, 3, 3_900]),
  pattern('GET /health', {}, [120, 3, 0.3, 1, 190], 0),
];
