import { positionOf, type QueueLine, startSeconds } from './queue-line.js';

function lineOf(line: Partial<QueueLine> & { first?: number[] } = {}): QueueLine {
  const { first = [], ...rest } = line;
  return {
    admitted: first.length,
    places: new Map(first.map((id, index) => [id, index + 1])),
    waiting: [],
    running: 0,
    workplaces: 1,
    perUser: 4,
    ...rest,
  };
}

const admitted = (id: number) => ({ id, admittedAt: new Date() });
const waiting = { id: 99, admittedAt: null };

describe('the position of a job', () => {
  it('in the queue is its place there', () => {
    const line = lineOf({ first: [7, 3, 5], waiting: [{ jobs: 9, users: 2 }] });
    expect([7, 3, 5].map((id) => positionOf(line, admitted(id), undefined))).toEqual([1, 2, 3]);
  });

  it('that joined the queue a moment ago is behind all that were there', () => {
    expect(positionOf(lineOf({ first: [7, 3] }), admitted(8), undefined)).toBe(3);
    expect(positionOf(lineOf(), admitted(8), undefined)).toBe(1);
  });

  it('that joined a queue too long to be told is unknown', () => {
    expect(positionOf(lineOf({ admitted: 100_000 }), admitted(8), undefined)).toBeNull();
  });

  it('outside the queue counts the queue and the jobs of its user that come before', () => {
    const line = lineOf({ first: [1, 2, 3, 4], waiting: [{ jobs: 3, users: 1 }] });
    expect([1, 2, 3].map((turn) => positionOf(line, waiting, turn))).toEqual([5, 6, 7]);
  });

  it('outside the queue counts of each other user no more jobs than there were rounds', () => {
    // A thousand jobs of one user, three of another, one of a third.
    const line = lineOf({
      first: [1, 2],
      waiting: [
        { jobs: 1000, users: 1 },
        { jobs: 3, users: 1 },
        { jobs: 1, users: 1 },
      ],
    });
    // Round 1: three users, of whom half the others come first. Round 2: two. Round 4 on: one.
    expect([1, 2, 3, 4, 1000].map((turn) => positionOf(line, waiting, turn))).toEqual([4, 6, 8, 10, 1006]);
  });

  it('never comes before what the user has before it, be the line out of date', () => {
    expect([1, 2, 5].map((turn) => positionOf(lineOf({ first: [1] }), waiting, turn))).toEqual([2, 3, 6]);
  });

  it('too far back among the jobs of its user is unknown', () => {
    expect(positionOf(lineOf(), waiting, undefined)).toBeNull();
  });
});

describe('the time until a job is begun', () => {
  const inQueue = (position: number) => ({ position, turn: undefined });

  it('is none while there are places free', () => {
    const line = lineOf({ running: 1, workplaces: 3 });
    expect([1, 2].map((position) => startSeconds(line, inQueue(position), 10))).toEqual([0, 0]);
    expect(startSeconds(line, inQueue(2), null)).toBe(0);
  });

  it('is the work before it, shared out among the places', () => {
    const line = lineOf({ running: 2, workplaces: 2 });
    // Two places end a job of ten seconds every five; the first end is half of that away.
    expect([1, 2, 3].map((position) => startSeconds(line, inQueue(position), 10))).toEqual([2.5, 7.5, 12.5]);
  });

  it('of one outside the queue is at least until its user has had as many end, however many places are free', () => {
    const line = lineOf({ running: 4, workplaces: 64 });
    // Four jobs of a user at a time: one of ten seconds ends every two and a half.
    expect([1, 2, 5].map((turn) => startSeconds(line, { position: turn, turn }, 10))).toEqual([
      1.25, 3.75, 11.25,
    ]);
    expect(startSeconds(line, { position: 1, turn: 1 }, null)).toBeNull();
    const full = lineOf({ running: 1 });
    expect(startSeconds(full, { position: 9, turn: 1 }, 10)).toBe(85);
  });

  it('is unknown when no job has been measured', () => {
    expect(startSeconds(lineOf({ running: 1 }), inQueue(1), null)).toBeNull();
  });
});
