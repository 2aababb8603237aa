import type { Command } from 'commander';
import { DataSource } from 'typeorm';
import { createProgressBar } from '../common/progress-bar.js';
import { loadDemoData, OtherDataError } from '../demo-data/load.js';
import { parseScale } from '../demo-data/scale-option.js';
import { type CliRunner, say } from './run-command.js';

async function loadAndTell(run: CliRunner, scale: number): Promise<void> {
  try {
    const { rows, seconds } = await run((app) =>
      loadDemoData(app.get(DataSource), { scale, onProgress: createProgressBar(process.stderr) }),
    );
    const rate = Math.round(rows / seconds).toLocaleString('en');
    say(rows === 0 ? 'the demo data is there already' : `${seconds.toFixed(1)} s, ${rate} rows/s`);
  } catch (error) {
    if (!(error instanceof OtherDataError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/** `demo:load`: the demo data for a database of one's own; `npm run demo` loads it by itself. */
export function registerDemoDataCommands(program: Command, run: CliRunner): void {
  program
    .command('demo:load')
    .description('fill an empty database with the demo data')
    .option('--scale <factor>', 'multiplies users, content and interactions', parseScale, 1)
    .action(({ scale }: { scale: number }) => loadAndTell(run, scale));
}
