/**
 * The life of a generation job, declared once: code, error messages, documentation and tests all read this table.
 *
 * pending ─▶ running ─▶ completed | failed | cancelled. What ended stays as it is.
 */
import { JobStatus } from '../generation-job.entity.js';

/** Who or what moves a job: the operations of the API, and workers. */
export const JobAction = {
  /** PUT /{id}/start */
  Start: 'start',
  /** POST /queue/process */
  Process: 'process',
  /** PUT /{id}/complete */
  Complete: 'complete',
  /** PUT /{id}/fail */
  Fail: 'fail',
  /** POST /{id}/cancel */
  Cancel: 'cancel',
  /** PUT /{id}/status, the loose one of operators. */
  SetStatus: 'set status',
  Worker: 'work on',
} as const;
export type JobAction = (typeof JobAction)[keyof typeof JobAction];

export interface Transition {
  readonly from: JobStatus;
  readonly to: JobStatus;
  readonly by: readonly JobAction[];
}

const { Pending, Running, Completed, Failed, Cancelled } = JobStatus;
const { Start, Process, Complete, Fail, Cancel, SetStatus, Worker } = JobAction;

/** Every change of state there is; what is not listed is refused. */
export const transitions: readonly Transition[] = [
  { from: Pending, to: Running, by: [Start, Process, SetStatus, Worker] },
  { from: Pending, to: Completed, by: [SetStatus] },
  { from: Pending, to: Failed, by: [Fail, SetStatus, Worker] },
  { from: Pending, to: Cancelled, by: [Cancel, SetStatus] },
  { from: Running, to: Pending, by: [SetStatus, Worker] },
  { from: Running, to: Completed, by: [Complete, SetStatus, Worker] },
  { from: Running, to: Failed, by: [Fail, SetStatus, Worker] },
  { from: Running, to: Cancelled, by: [Cancel, SetStatus] },
];

export const endStates: ReadonlySet<JobStatus> = new Set([Completed, Failed, Cancelled]);

/** States a job may be in for the action to lead it there. */
export function sourcesOf(to: JobStatus, action: JobAction): JobStatus[] {
  return transitions.filter((one) => one.to === to && one.by.includes(action)).map(({ from }) => from);
}

/** Setting the state a job is in already is fine and changes nothing; the other actions say that they came too late. */
export function isNoChange(from: JobStatus, to: JobStatus, action: JobAction): boolean {
  return action === SetStatus && from === to;
}

const oneOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** `Cannot cancel job with status 'completed'; only jobs that are pending or running` */
export function refusal(what: string, status: JobStatus, allowed: Iterable<JobStatus>): string {
  return `Cannot ${what} with status '${status}'; only jobs that are ${oneOf.format(allowed)}`;
}

/** Why an action may not lead a job from one state to another. */
export function refusalOf(action: JobAction, from: JobStatus, to: JobStatus): string {
  const what = action === SetStatus ? `change job to '${to}'` : `${action} job`;
  return refusal(what, from, sourcesOf(to, action));
}

/** The table as Markdown, for the documentation: one row a state, one column a state to go to. */
export function statesTable(): string {
  const targets = Object.values(JobStatus);
  const cell = (from: JobStatus, to: JobStatus): string =>
    transitions.find((one) => one.from === from && one.to === to)?.by.join(', ') ?? '–';
  const lines = targets.map((from) => [from, ...targets.map((to) => cell(from, to))]);
  const head = ['from \\ to', ...targets];
  const table = [head, head.map(() => '---'), ...lines];
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
