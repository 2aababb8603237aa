/**
 * `npm run demo` and `npm run start:dev`: stores, schema, demo data, api and worker from one command, in one
 * terminal. Whatever it started it stops again: on Ctrl-C, on SIGTERM, and when one of its processes dies.
 */
import { Command } from 'commander';
import { parseScale } from '../demo-data/scale-option.js';
import { type LaunchOptions, launch } from './launch.js';

async function run(options: LaunchOptions): Promise<void> {
  try {
    await launch(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

const program = new Command('launcher').description('Run Genonaut on this machine');
program
  .command('demo')
  .description('stores, demo data, api and worker')
  .option('--scale <factor>', 'multiplies the demo data', parseScale, 1)
  .option('--no-data', 'leave the database empty')
  .action(({ scale, data }: { scale: number; data: boolean }) =>
    run({ environment: 'demo', scale: data ? scale : 0 }),
  );
program
  .command('dev')
  .description('stores, api and worker, rebuilt and restarted when a source changes')
  .action(() => run({ environment: 'dev', scale: 0 }));
await program.parseAsync();
