import { largestInteger } from '../../../common/largest-integer.js';

/** Jobs one socket may watch. */
export const mostJobs = 100;

/** What a client asks of a socket, by its URL. */
export interface SocketRequest {
  /** One job, in the path; otherwise any number of them, in the query. */
  readonly isSingle: boolean;
  readonly jobIds: readonly number[];
  /** What stands where an id should, and is none. */
  readonly malformed: readonly string[];
  /** Number of the last event the client has seen, by job. */
  readonly since: ReadonlyMap<number, number>;
}

/** A request that cannot be met, and why. */
export interface BadSocketRequest {
  readonly problem: string;
}

const singlePath = /^\/ws\/(?:generation|jobs)\/([^/]+)\/?$/;
const severalPath = /^\/ws\/jobs\/?$/;
/** More than any event can have, and still exact. */
const sequenceNumber = /^\d{1,15}$/;
const pair = /^(\d{1,15}):(\d{1,15})$/;
/** What is shown of an id that is none. */
const shownLength = 40;

function parseId(text: string): number | undefined {
  const id = /^\d+$/.test(text) ? Number(text) : 0;
  return id >= 1 && Number.isSafeInteger(id) ? id : undefined;
}

function listOf(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function parseSingle(idText: string, query: URLSearchParams): SocketRequest | BadSocketRequest {
  const id = parseId(idText);
  if (id === undefined) return { problem: 'The job ID must be a whole number of at least 1' };
  const [since, ...more] = query.getAll('since');
  if (more.length > 0 || (since !== undefined && !sequenceNumber.test(since)))
    return { problem: 'since must be the sequence number of an event' };
  return {
    isSingle: true,
    jobIds: [id],
    malformed: [],
    since: new Map(since === undefined ? [] : [[id, Number(since)]]),
  };
}

function parseSeveral(query: URLSearchParams): SocketRequest | BadSocketRequest {
  const texts = [...new Set(listOf(query, 'job_ids'))];
  if (texts.length > mostJobs) return { problem: `A socket can watch at most ${mostJobs} jobs` };
  const since = new Map<number, number>();
  for (const text of listOf(query, 'since')) {
    const [, id, seq] = pair.exec(text) ?? [];
    if (id === undefined) return { problem: 'since must be pairs of job ID and sequence number: 1:5,2:0' };
    since.set(Number(id), Number(seq));
  }
  const ids = texts.map(parseId).filter((id) => id !== undefined);
  const malformed = texts.filter((text) => parseId(text) === undefined);
  return {
    isSingle: false,
    jobIds: [...new Set(ids)],
    malformed: malformed.map((text) => text.slice(0, shownLength)),
    since,
  };
}

/** Undefined when nothing is served at the path. */
export function parseSocketUrl(url: string): SocketRequest | BadSocketRequest | undefined {
  const [path = '', ...query] = url.split('?');
  const parameters = new URLSearchParams(query.join('?'));
  const [, idText] = singlePath.exec(path) ?? [];
  if (idText !== undefined) return parseSingle(idText, parameters);
  return severalPath.test(path) ? parseSeveral(parameters) : undefined;
}

/** Ids beyond the type of the column name no job, and must not reach the database. */
export function canExist(jobId: number): boolean {
  return jobId <= largestInteger;
}
