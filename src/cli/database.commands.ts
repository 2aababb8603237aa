import type { Command } from 'commander';
import { createDataSource } from '../database/data-source.js';
import { migrate, revert } from '../database/migrations.js';
import { createDatabaseIfMissing } from '../embedded/create-database.js';
import { say, withConfig } from './run-command.js';

async function migrateAndTell(databaseUrlOnly: boolean): Promise<void> {
  await withConfig(async (config) => {
    if (!databaseUrlOnly && (await createDatabaseIfMissing(config.databaseUrl))) say('database created');
    const names = await migrate(createDataSource(config));
    say(
      names.length === 0
        ? 'the schema is up to date'
        : `ran ${names.length} migrations, up to ${names.at(-1)}`,
    );
  });
}

/** `db:init`, `db:migrate`, `db:revert`: the database of the environment and its schema. */
export function registerDatabaseCommands(program: Command): void {
  program
    .command('db:init')
    .description('create the database of the environment if there is none, and bring it to the newest schema')
    .action(() => migrateAndTell(false));
  program
    .command('db:migrate')
    .description('bring the database to the newest schema')
    .action(() => migrateAndTell(true));
  program
    .command('db:revert')
    .description('undo the newest migration')
    .action(() => withConfig((config) => revert(createDataSource(config))));
}
