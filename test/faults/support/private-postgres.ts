import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource } from '../../../src/database/data-source.js';
import { migrate } from '../../../src/database/migrations.js';
import { createDatabaseIfMissing } from '../../../src/embedded/create-database.js';
import { DataDir } from '../../../src/embedded/data-dir.js';
import { findFreePort } from '../../../src/embedded/ports.js';
import { EmbeddedPostgres } from '../../../src/embedded/postgres.js';
import { testConfig } from '../../support/test-stores.js';

/** A PostgreSQL server of a test's own with one migrated database, which the test may restart on the same port. */
export class PrivatePostgres {
  private readonly server: EmbeddedPostgres;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {
    this.server = new EmbeddedPostgres(new DataDir(folder), false);
  }

  static async start(): Promise<PrivatePostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'genonaut-postgres-'));
    chmodSync(folder, 0o755); // the account the server runs as has to pass through
    const postgres = new PrivatePostgres(folder, await findFreePort(folder));
    await postgres.server.start(postgres.port);
    await createDatabaseIfMissing(postgres.url);
    await migrate(createDataSource(testConfig({}, { databaseUrl: postgres.url })));
    return postgres;
  }

  get url(): string {
    return this.server.url(this.port, 'genonaut_faults');
  }

  /** Ends every session, and what they were about to commit. */
  async restart(): Promise<void> {
    await this.server.stop(this.port);
    await this.server.start(this.port);
  }

  async close(): Promise<void> {
    await this.server.stop(this.port);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
