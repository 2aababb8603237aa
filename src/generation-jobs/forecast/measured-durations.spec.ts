import { MeasuredDurations, type MeasuredJob } from './measured-durations.js';

const image = (seconds: number, pixels = 1_000_000): MeasuredJob => ({
  jobType: 'image_generation',
  pixels,
  seconds,
});
const text = (seconds: number): MeasuredJob => ({ jobType: 'text_generation', pixels: null, seconds });
const sized = (width: number, height: number, batchSize = 1) =>
  ({ jobType: 'image_generation', width, height, batchSize }) as const;

describe('the expected duration of a job', () => {
  it('is the median of its type and like size', () => {
    const durations = new MeasuredDurations([image(9), image(1), image(5), image(100, 4_000_000), text(2)]);
    expect(durations.expectedSeconds(sized(1000, 1000))).toBe(5);
    expect(durations.expectedSeconds(sized(2000, 2000))).toBe(100);
    expect(durations.expectedSeconds(sized(1000, 1000, 4))).toBe(100);
    expect(
      durations.expectedSeconds({ jobType: 'text_generation', width: null, height: null, batchSize: 1 }),
    ).toBe(2);
  });

  it('is between the two in the middle of an even number', () => {
    expect(new MeasuredDurations([image(1), image(4)]).expectedSeconds(sized(1000, 1000))).toBe(2.5);
  });

  it('is that of its type where no job was of its size', () => {
    expect(new MeasuredDurations([image(3), text(50)]).expectedSeconds(sized(64, 64))).toBe(3);
  });

  it('is unknown where there was none of its type', () => {
    expect(new MeasuredDurations([text(1)]).expectedSeconds(sized(64, 64))).toBeNull();
  });

  it('follows the latest fifty', () => {
    const latest = Array.from({ length: 50 }, () => image(2));
    const earlier = Array.from({ length: 500 }, () => image(90));
    const durations = new MeasuredDurations([...latest, ...earlier]);
    expect(durations.expectedSeconds(sized(1000, 1000))).toBe(2);
    expect(durations.meanSeconds).toBe(2);
  });
});

describe('the mean of the latest jobs', () => {
  it('is over all types', () => {
    expect(new MeasuredDurations([image(10), text(2)]).meanSeconds).toBe(6);
  });

  it('is unknown without any', () => {
    expect(new MeasuredDurations([]).meanSeconds).toBeNull();
  });
});
