import type { SettingKey, SettingValue, SettingValues } from './config.schema.js';
import type { Connections } from './connections.js';
import { ConfigError } from './config.error.js';
import type { Environment } from './environment.js';

/** Facts of the installation beside its settings. */
export interface Installation {
  connections: Connections;
  /** Environments whose database is known here. */
  environments: readonly Environment[];
  /** Stamped into container images: BUILD_COMMIT and BUILD_TIME. */
  build: { commit?: string; built_at?: string };
}

/** The configuration of one process: checked once at start, read-only afterwards. */
export class AppConfig {
  constructor(
    readonly environment: Environment,
    private readonly values: SettingValues,
    private readonly installation: Installation,
  ) {}

  get connections(): Connections {
    return this.installation.connections;
  }

  get knownEnvironments(): readonly Environment[] {
    return this.installation.environments;
  }

  get build(): Installation['build'] {
    return this.installation.build;
  }

  get<K extends SettingKey>(key: K): SettingValue<K> {
    return this.values[key];
  }

  /** URL of the PostgreSQL database of this environment. */
  get databaseUrl(): string {
    return this.required('DATABASE_URL', this.connections.databaseUrl);
  }

  get redisUrl(): string {
    return this.required('REDIS_URL', this.connections.redisUrl);
  }

  /** A copy with the given settings or store URLs replaced: the embedded servers and the tests use it. */
  with(changes: { values?: Partial<SettingValues>; connections?: Connections }): AppConfig {
    return new AppConfig(
      this.environment,
      { ...this.values, ...changes.values },
      { ...this.installation, connections: { ...this.connections, ...changes.connections } },
    );
  }

  private required(name: string, url: string | undefined): string {
    if (!url) throw new ConfigError(name, 'is not set and no embedded server was started');
    return url;
  }
}
