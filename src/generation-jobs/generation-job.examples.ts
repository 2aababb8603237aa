// What the documentation of several operations on jobs shows.
import { type ErrorTexts, notFound } from '../common/errors/api-errors.decorator.js';
import { exampleUserId } from '../common/http/id-param.decorators.js';
import { JobStatus } from './generation-job.entity.js';
import { endStates, refusal } from './lifecycle/job-states.js';

export const exampleJobId = 1;

export const unknownJob = notFound('Generation job', exampleJobId);
export const unknownUser = notFound('User', exampleUserId);

export const badJobId: ErrorTexts = { VALIDATION_ERROR: 'id must be a whole number of at least 1' };
export const badUserId: ErrorTexts = { VALIDATION_ERROR: 'user_id must be a UUID' };

export const cannotUpdate: ErrorTexts = {
  VALIDATION_ERROR: refusal('update job', JobStatus.Completed, [JobStatus.Pending]),
};
export const cannotDelete: ErrorTexts = {
  VALIDATION_ERROR: refusal('delete job', JobStatus.Running, endStates),
};
