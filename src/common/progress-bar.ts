/** Told how far a piece of work has come. */
export type ProgressListener = (done: number, total: number, label: string) => void;

/** What a progress bar needs of stderr. */
export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const barWidth = 30;

function percentOf(done: number, total: number): number {
  return total > 0 ? Math.floor((Math.min(done, total) / total) * 100) : 100;
}

function redrawnLine(stream: ProgressStream): ProgressListener {
  let drawn = '';
  let finished = false;
  return (done, total, label) => {
    if (finished) return;
    const percent = percentOf(done, total);
    const filled = Math.round((percent / 100) * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const line = `${bar} ${String(percent).padStart(3)} %  ${label}`.slice(0, (stream.columns ?? 80) - 1);
    finished = percent === 100;
    if (line !== drawn || finished) stream.write(`\r\u001b[2K${line}${finished ? '\n' : ''}`);
    drawn = line;
  };
}

function lineEachTenth(stream: ProgressStream): ProgressListener {
  let next = 0;
  return (done, total, label) => {
    const percent = percentOf(done, total);
    if (percent < next) return;
    stream.write(`${String(percent).padStart(3)} %  ${label}\n`);
    next = percent - (percent % 10) + 10;
  };
}

/** Draws progress on a stream: one redrawn line on a terminal, a line for each 10 % in a file or a CI log. */
export function createProgressBar(stream: ProgressStream): ProgressListener {
  return stream.isTTY ? redrawnLine(stream) : lineEachTenth(stream);
}
