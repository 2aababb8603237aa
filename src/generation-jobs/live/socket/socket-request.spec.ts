import { parseSocketUrl } from './socket-request.js';

const single = (id: number, since?: number): object => ({
  isSingle: true,
  jobIds: [id],
  malformed: [],
  since: new Map(since === undefined ? [] : [[id, since]]),
});

describe('parseSocketUrl', () => {
  it.each([
    ['/ws/jobs/7', single(7)],
    ['/ws/generation/7/', single(7)],
    ['/ws/jobs/7?since=0', single(7, 0)],
    ['/ws/jobs/7?x=1&since=12', single(7, 12)],
    ['/ws/jobs/0', { problem: expect.any(String) }],
    [`/ws/jobs/${'9'.repeat(400)}`, { problem: expect.any(String) }],
    ['/ws/jobs/7?since=', { problem: expect.any(String) }],
    ['/ws/jobs/7?since=1:2', { problem: expect.any(String) }],
    ['/ws/jobs/7?since=1&since=1', { problem: expect.any(String) }],
    ['/ws/jobs/7/8', undefined],
    ['/ws/generation/', undefined],
    ['/wss/jobs/7', undefined],
    ['', undefined],
  ])('takes %s for %j', (url, expected) => {
    expect(parseSocketUrl(url)).toEqual(expected);
  });

  it('reads ids and pairs of several jobs from one parameter or many, each once', () => {
    expect(parseSocketUrl('/ws/jobs?job_ids=1,2,%203,2&job_ids=01,x&since=1:5&since=2:0,9:9')).toEqual({
      isSingle: false,
      jobIds: [1, 2, 3],
      malformed: ['x'],
      since: new Map([
        [1, 5],
        [2, 0],
        [9, 9],
      ]),
    });
  });

  it('shows of what is no id no more than its beginning', () => {
    expect(parseSocketUrl(`/ws/jobs?job_ids=${'x'.repeat(1000)}`)).toMatchObject({
      malformed: ['x'.repeat(40)],
    });
  });

  it('takes numbers that are not exact for none', () => {
    expect(parseSocketUrl(`/ws/jobs?job_ids=7,${'9'.repeat(400)},9007199254740993`)).toMatchObject({
      jobIds: [7],
      malformed: ['9'.repeat(40), '9007199254740993'],
    });
  });

  it('counts ids up to a hundred', () => {
    const ids = (count: number): string => Array.from({ length: count }, (_, index) => index + 1).join();
    expect(parseSocketUrl(`/ws/jobs?job_ids=${ids(100)}`)).toMatchObject({ isSingle: false });
    expect(parseSocketUrl(`/ws/jobs?job_ids=${ids(101)}`)).toEqual({
      problem: expect.stringContaining('100'),
    });
  });
});
