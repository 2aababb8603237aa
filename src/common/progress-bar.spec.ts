import { createProgressBar, type ProgressStream } from './progress-bar.js';

function recording(options: Partial<ProgressStream> = {}): ProgressStream & { written: string[] } {
  const written: string[] = [];
  return { ...options, written, write: (text) => written.push(text) };
}

describe('createProgressBar', () => {
  it('redraws one line on a terminal and ends it at 100 %', () => {
    const stream = recording({ isTTY: true, columns: 80 });
    const progress = createProgressBar(stream);
    progress(1, 4, 'users');
    progress(4, 4, 'content');

    expect(stream.written[0]).toMatch(/^\r\S+█+░+ {2}25 % {2}users$/u);
    expect(stream.written[1]).toMatch(/^\r\S+█+ 100 % {2}content\n$/u);
  });

  it('writes nothing while the line would look the same', () => {
    const stream = recording({ isTTY: true });
    const progress = createProgressBar(stream);
    progress(1000, 100_000, 'users');
    progress(1001, 100_000, 'users');

    expect(stream.written).toHaveLength(1);
  });

  it('never writes past the edge of a narrow terminal', () => {
    const stream = recording({ isTTY: true, columns: 20 });
    createProgressBar(stream)(1, 2, 'a long label');

    expect(stream.written[0]!.replace('\r\u001b[2K', '')).toHaveLength(19);
  });

  it('writes a line for each 10 % when there is no terminal', () => {
    const stream = recording();
    const progress = createProgressBar(stream);
    for (let done = 1; done <= 1000; done++) progress(done, 1000, 'rows');

    expect(stream.written).toHaveLength(11);
    expect(stream.written.at(-1)).toBe('100 %  rows\n');
  });

  it('calls work of nothing finished', () => {
    const stream = recording();
    createProgressBar(stream)(0, 0, 'rows');

    expect(stream.written).toEqual(['100 %  rows\n']);
  });
});
