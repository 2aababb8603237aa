import { JobStatus } from '../generation-job.entity.js';
import { endStates, isNoChange, JobAction, refusalOf, sourcesOf, transitions } from './job-states.js';

const statuses = Object.values(JobStatus);

/** Contract §4.9, written out: who may lead a job from the one state to the other. */
const contract: Readonly<Record<string, readonly JobAction[]>> = {
  'pending → running': ['start', 'set status', 'process', 'work on'],
  'pending → completed': ['set status'],
  'pending → failed': ['fail', 'set status', 'work on'],
  'pending → cancelled': ['set status', 'cancel'],
  'running → pending': ['set status', 'work on'],
  'running → completed': ['complete', 'set status', 'work on'],
  'running → failed': ['fail', 'set status', 'work on'],
  'running → cancelled': ['set status', 'cancel'],
};

describe('the states of a job', () => {
  const matrix = statuses.flatMap((from) =>
    statuses.flatMap((to) => Object.values(JobAction).map((action) => ({ from, to, action }))),
  );

  it.each(matrix)('$from → $to by $action is as the contract says', ({ from, to, action }) => {
    const allowed = contract[`${from} → ${to}`]?.includes(action) ?? false;
    expect(sourcesOf(to, action).includes(from)).toBe(allowed);
  });

  it('lead nowhere from an end', () => {
    expect(transitions.filter(({ from }) => endStates.has(from))).toEqual([]);
  });

  it('may be set to what they are, by operators alone', () => {
    const same = matrix.filter(({ from, to, action }) => isNoChange(from, to, action));
    expect(same).toEqual(
      statuses.map((status) => ({ from: status, to: status, action: JobAction.SetStatus })),
    );
  });

  it('are named when a change is refused', () => {
    expect(refusalOf(JobAction.Cancel, 'completed', 'cancelled')).toBe(
      "Cannot cancel job with status 'completed'; only jobs that are pending or running",
    );
    expect(refusalOf(JobAction.SetStatus, 'failed', 'pending')).toBe(
      "Cannot change job to 'pending' with status 'failed'; only jobs that are running",
    );
  });
});
