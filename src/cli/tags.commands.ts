import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { TagCardinalityService } from '../tags/tag-cardinality.service.js';
import { TagFileError } from '../tags/tag-file.js';
import { TagTransferService } from '../tags/tag-transfer.service.js';
import { type CliRunner, say } from './run-command.js';
import { printable } from './text-table.js';

interface FormatOption {
  format: 'text' | 'json';
}

function print(result: object, text: string, { format }: FormatOption): void {
  process.stdout.write(`${format === 'json' ? JSON.stringify(result, undefined, 2) : text}\n`);
}

function formatOption(): Option {
  return new Option('-f, --format <format>', 'how to print the result')
    .choices(['text', 'json'])
    .default('text');
}

async function readTagFile(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    throw new TagFileError([(error as Error).message]);
  }
}

async function importAndTell(run: CliRunner, path: string, options: FormatOption): Promise<void> {
  try {
    const text = await readTagFile(path);
    const result = await run((app) => app.get(TagTransferService).import(text));
    const { tags, created, links } = result;
    print(result, `${tags} tags read: ${created} created, ${links} links to parents added`, options);
  } catch (error) {
    if (!(error instanceof TagFileError)) throw error;
    say(`${path} was refused, and nothing changed:`);
    for (const line of error.message.split('\n')) say(`  ${printable(line)}`);
    process.exitCode = 1;
  }
}

async function refreshAndTell(run: CliRunner, options: FormatOption): Promise<void> {
  const refreshed = await run((app) => app.get(TagCardinalityService).refresh());
  print({ stats_refreshed: refreshed }, `${refreshed} tag statistics refreshed`, options);
}

/** `tags:import`, `tags:export` and `tags:refresh-stats`. */
export function registerTagCommands(program: Command, run: CliRunner): void {
  program
    .command('tags:import')
    .argument('<file>', 'JSON: [{"id": slug, "name": text, "parent": slug or "parents": [slug, …]}]')
    .description('add tags and their places in the hierarchy; what exists stays as it is')
    .addOption(formatOption())
    .action((path: string, options: FormatOption) => importAndTell(run, path, options));
  program
    .command('tags:export')
    .description('print the hierarchy as tags:import reads it')
    .action(async () => {
      process.stdout.write(`${await run((app) => app.get(TagTransferService).export())}\n`);
    });
  program
    .command('tags:refresh-stats')
    .alias('refresh-tag-stats')
    .description('count again how much content each tag is on; the worker does it daily')
    .addOption(formatOption())
    .action((options: FormatOption) => refreshAndTell(run, options));
}
