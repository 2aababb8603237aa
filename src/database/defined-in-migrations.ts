import { Check, Index } from 'typeorm';

/**
 * Names the indexes and check constraints of an entity's table. Their definitions are SQL in the migrations; TypeORM
 * has to know the names lest its drift check reports them as left over.
 */
export function DefinedInMigrations(names: {
  indexes?: readonly string[];
  checks?: readonly string[];
}): ClassDecorator {
  return (entity) => {
    for (const name of names.indexes ?? []) Index(name, { synchronize: false })(entity);
    for (const name of names.checks ?? []) Check(name, 'defined in a migration')(entity);
  };
}
