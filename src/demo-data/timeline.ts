import { dayMs, hourMs } from '../common/durations.js';

/** How busy each UTC hour of a day is: quiet at night, a rise over noon, the peak in the evening. */
export const hourlyActivity: readonly number[] = [
  3, 2, 1.5, 1, 1, 1.5, 3, 5, 7, 8, 9, 9.5, 10, 9.5, 9, 9, 9.5, 10.5, 12, 13.5, 14, 12, 8, 5,
];

/** Spreads things over the days before `now`: more of them lately, more of them in the evening, in order. */
export class Timeline {
  /** Share of a day's activity that lies before each of its hours, the day starting at the hour of `now`. */
  private readonly before: number[] = [];

  /** `growth` 1 spreads evenly over the days; with 2 the rate grows steadily from nothing, with 3 by its square. */
  constructor(
    private readonly now: Date,
    private readonly days: number,
    private readonly growth: number,
  ) {
    const firstHour = (now.getTime() % dayMs) / hourMs;
    const total = hourlyActivity.reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    for (let hour = 0; hour < 24; hour++) {
      this.before.push(sum / total);
      sum += hourlyActivity[Math.floor(firstHour + hour) % 24] ?? 0;
    }
    this.before.push(1);
  }

  /** The instant, in ms, before which `share` (0 to below 1) of all the things lie. */
  at(share: number): number {
    const age = this.days * (1 - share ** (1 / this.growth));
    const daysBack = Math.ceil(age);
    return Math.floor(this.now.getTime() + (this.timeOfDay(daysBack - age) - daysBack) * dayMs);
  }

  private timeOfDay(share: number): number {
    let hour = 0;
    while (hour < 23 && (this.before[hour + 1] ?? 1) <= share) hour++;
    const from = this.before[hour] ?? 0;
    const to = this.before[hour + 1] ?? 1;
    return (hour + (share - from) / (to - from)) / 24;
  }
}
