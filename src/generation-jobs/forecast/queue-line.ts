/**
 * In which order waiting jobs are begun. First come those admitted to the queue, in the order of their admission. Every user
 * whose job ends gets the next of theirs admitted, at the queue's end: so what waits outside comes in rounds, in each of
 * them one job of every user that has any left, whatever the number of theirs.
 */
import type { GenerationJob } from '../generation-job.entity.js';

/** How many users have so many jobs that are not admitted yet. */
export interface WaitingUsers {
  readonly jobs: number;
  readonly users: number;
}

/** The jobs of everybody that wait or run, as they were a moment ago. */
export interface QueueLine {
  /** Jobs in the queue. */
  readonly admitted: number;
  /** Their places from 1 on, by id; those past the farthest that is told are left out. */
  readonly places: ReadonlyMap<number, number>;
  readonly waiting: readonly WaitingUsers[];
  readonly running: number;
  /** Jobs that can run at a time; at least one. */
  readonly workplaces: number;
  /** Jobs of one user that can be admitted at a time. */
  readonly perUser: number;
}

/** Where a job is in the line. */
export interface LinePlace {
  /** How many jobs are begun up to and including it. */
  readonly position: number;
  /** Its place among its user's jobs that are not admitted yet; undefined once it is admitted. */
  readonly turn: number | undefined;
}

/** How many places of the queue, and of one user's jobs outside it, are told apart. */
export const farthest = { place: 100_000, turn: 2_000 } as const;

function placeOf(line: QueueLine, jobId: number): number | null {
  const place = line.places.get(jobId);
  if (place !== undefined) return place;
  // One that joined since is behind those who were there.
  return line.admitted < farthest.place ? line.admitted + 1 : null;
}

function sumOf(waiting: readonly WaitingUsers[], figure: (group: WaitingUsers) => number): number {
  return waiting.reduce((sum, group) => sum + figure(group), 0);
}

/** All jobs of the rounds before it, and of its own round half of the others: nobody knows yet whose job ends first. */
function placeInRounds({ admitted, waiting }: QueueLine, turn: number): number {
  const before = sumOf(waiting, ({ jobs, users }) => users * Math.min(jobs, turn - 1));
  const inRound = sumOf(waiting, ({ jobs, users }) => (jobs >= turn ? users : 0));
  // A user's own jobs come in their order, even where they are newer than what is known of the line.
  return admitted + Math.max(turn, before + Math.floor(Math.max(0, inRound - 1) / 2) + 1);
}

/**
 * How many jobs are begun up to and including this one; null when it is too far back to say.
 * @param turn its place among its user's jobs that are not admitted yet; undefined when it is too far back
 */
export function positionOf(
  line: QueueLine,
  job: Pick<GenerationJob, 'id' | 'admittedAt'>,
  turn: number | undefined,
): number | null {
  if (job.admittedAt !== null) return placeOf(line, job.id);
  return turn === undefined ? null : placeInRounds(line, turn);
}

/** Ends come evenly, as often as so many places and the mean time allow, the first after half of that. */
function untilEnded(ends: number, places: number, meanSeconds: number | null): number | null {
  if (ends <= 0) return 0;
  return meanSeconds === null ? null : ((ends - 0.5) * meanSeconds) / places;
}

/**
 * When a job is begun: the free places are taken at once; after that one job after the other has to end. One that is not
 * admitted waits for as many of its user's own to end too, be places free or not. Null where no time is known.
 */
export function startSeconds(
  { running, workplaces, perUser }: QueueLine,
  { position, turn = 0 }: LinePlace,
  meanSeconds: number | null,
): number | null {
  const free = Math.max(0, workplaces - running);
  const all = untilEnded(position - free, workplaces, meanSeconds);
  const own = untilEnded(turn, perUser, meanSeconds);
  return all === null || own === null ? null : Math.max(all, own);
}
