const remembered = 1000;

/** The latest response times of this process; noting one costs a few nanoseconds. */
export class ResponseTimes {
  private readonly endedAt = new Float64Array(remembered);
  private readonly seconds = new Float64Array(remembered);
  private noted = 0;

  note(seconds: number, nowMs: number): void {
    const place = this.noted % remembered;
    this.endedAt[place] = nowMs;
    this.seconds[place] = seconds;
    this.noted += 1;
  }

  /** Mean of those since then, in seconds; null when there are none. */
  mean(sinceMs: number): number | null {
    let sum = 0;
    let count = 0;
    for (let place = 0; place < Math.min(this.noted, remembered); place++) {
      if ((this.endedAt[place] as number) < sinceMs) continue;
      sum += this.seconds[place] as number;
      count += 1;
    }
    return count === 0 ? null : sum / count;
  }
}
