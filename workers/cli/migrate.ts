import { Command } from 'commander';
import { migrate } from '../../src/store/database.ts';
import { required } from '../environment.ts';
import { environment, migrationsFolder } from './context.ts';
import { print } from './print.ts';

/** `mailroom migrate`: brings the database up to date; safe when run twice at once. */
export function migrateCommand(): Command {
  return new Command('migrate').description('bring the database up to date').action(async () => {
    const { DATABASE_URL } = required(environment(), ['DATABASE_URL']);
    await migrate(DATABASE_URL, migrationsFolder);
    print('The database is up to date.');
  });
}
