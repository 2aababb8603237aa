import type { Command } from 'commander';
import type { AppConfig } from '../config/app-config.js';
import { createDataSource } from '../database/data-source.js';
import { migrate, revert } from '../database/migrations.js';
import { createDatabaseIfMissing } from '../embedded/create-database.js';
import { say, withConfig } from './run-command.js';

/** The commands below say what happens to the schema; nothing happens to it on the way to them. */
async function withDatabase(work: (config: AppConfig) => Promise<void>): Promise<void> {
  await withConfig(work, { migrate: false });
}

async function migrateAndTell(config: AppConfig): Promise<void> {
  const names = await migrate(createDataSource(config));
  const ran = `ran ${names.length} migrations, up to ${names.at(-1) ?? ''}`;
  say(names.length === 0 ? 'the schema is up to date' : ran);
}

async function initialize(config: AppConfig): Promise<void> {
  if (await createDatabaseIfMissing(config.databaseUrl)) say('database created');
  await migrateAndTell(config);
}

/** `db:init`, `db:migrate`, `db:revert`: the database of the environment and its schema. */
export function registerDatabaseCommands(program: Command): void {
  program
    .command('db:init')
    .description('create the database of the environment if there is none, and bring it to the newest schema')
    .action(() => withDatabase(initialize));
  program
    .command('db:migrate')
    .description('bring the database to the newest schema')
    .action(() => withDatabase(migrateAndTell));
  program
    .command('db:revert')
    .description('undo the newest migration')
    .action(() => withDatabase((config) => revert(createDataSource(config))));
}
