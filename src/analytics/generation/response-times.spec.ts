import { ResponseTimes } from './response-times.js';

describe('ResponseTimes', () => {
  it('answers the mean of what was noted since then', () => {
    const times = new ResponseTimes();
    times.note(9, 1_000);
    times.note(1, 2_000);
    times.note(2, 3_000);
    expect(times.mean(2_000)).toBe(1.5);
    expect(times.mean(0)).toBe(4);
  });

  it('answers null when nothing was, and 0 when it took no time', () => {
    const times = new ResponseTimes();
    expect(times.mean(0)).toBeNull();
    times.note(0, 1);
    expect(times.mean(0)).toBe(0);
    expect(times.mean(2)).toBeNull();
  });

  it('remembers the latest thousand', () => {
    const times = new ResponseTimes();
    for (let i = 0; i < 500; i++) times.note(100, i);
    for (let i = 0; i < 1000; i++) times.note(1, 500 + i);
    expect(times.mean(0)).toBe(1);
  });
});
