import pg from 'pg';

const duplicateDatabase = '42P04';
const uniqueViolation = '23505'; // what the slower of two simultaneous CREATE DATABASE gets

/** Creates the database a URL names unless it exists; answers whether it did. */
export async function createDatabaseIfMissing(url: string): Promise<boolean> {
  const maintenance = new URL(url);
  const name = decodeURIComponent(maintenance.pathname.slice(1));
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.toString() });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return false;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && [duplicateDatabase, uniqueViolation].includes(error.code ?? ''))
      return false;
    throw error;
  } finally {
    await client.end();
  }
}
