import type { Target } from './hostile-targets.js';

const listParams = ['page', 'cursor', 'sort_field', 'sort_order'];

/** Every operation on generation jobs; `{job}` waits, `{ended}` is deleted, `{state}` and `{medium}` narrow lists. */
export const generationTargets: readonly Target[] = [
  {
    method: 'post',
    path: '/generation-jobs',
    body: {
      user_id: '{user}',
      job_type: 'image',
      prompt: 'a lighthouse',
      params: { a: 1 },
      backend: 'built-in',
      priority: 1,
      negative_prompt: 'blurry',
      checkpoint_model: 'dreamshaper_8',
      lora_models: [{ name: 'detail', strength_model: 1 }],
      width: 512,
      height: 512,
      batch_size: 1,
      sampler_params: { seed: 1, steps: 20 },
    },
  },
  {
    method: 'get',
    path: '/generation-jobs',
    query: [...listParams, 'user_id', 'job_type', 'status', 'days'],
  },
  { method: 'get', path: '/generation-jobs/recent', query: [...listParams, 'days'] },
  { method: 'get', path: '/generation-jobs/by-type/{medium}', query: listParams },
  { method: 'get', path: '/generation-jobs/by-status/{state}', query: listParams },
  { method: 'get', path: '/generation-jobs/user/{user}/jobs', query: [...listParams, 'status', 'job_type'] },
  { method: 'get', path: '/generation-jobs/user/{user}/stats' },
  { method: 'get', path: '/generation-jobs/analytics/global' },
  { method: 'get', path: '/generation-jobs/queue/stats' },
  { method: 'get', path: '/generation-jobs/queue/next', query: ['job_type'] },
  { method: 'post', path: '/generation-jobs/queue/process', query: ['max_jobs'] },
  { method: 'get', path: '/generation-jobs/{job}' },
  { method: 'put', path: '/generation-jobs/{job}', body: { parameters: { a: 1 } } },
  {
    method: 'put',
    path: '/generation-jobs/{job}/status',
    body: { status: 'running', error_message: 'broken' },
  },
  { method: 'put', path: '/generation-jobs/{job}/start' },
  { method: 'put', path: '/generation-jobs/{job}/complete', body: { content_id: '{content}' } },
  { method: 'put', path: '/generation-jobs/{job}/fail', body: { error_message: 'broken' } },
  { method: 'post', path: '/generation-jobs/{job}/cancel', body: { reason: 'enough' } },
  { method: 'delete', path: '/generation-jobs/{ended}' },
];
