import { setTimeout as sleep } from 'node:timers/promises';
import { createProgressBar } from '../common/progress-bar.js';
import type { AppConfig } from '../config/app-config.js';
import { childVariables } from '../config/child-variables.js';
import { dataDirectory } from '../config/data-dir.js';
import { loadConfig } from '../config/load-config.js';
import { createDataSource } from '../database/data-source.js';
import { migrate } from '../database/migrations.js';
import { hasDemoData, loadDemoData } from '../demo-data/load.js';
import { openStores, type Stores } from '../stores.js';
import { ChildProcesses } from './child-processes.js';
import { createDatabaseIfMissing } from './create-database.js';
import { isPortFree } from './ports.js';
import { announceEnvironment, runningEnvironment } from './running-environment.js';
import { Shutdown } from './shutdown.js';
import { welcome } from './welcome.js';

export interface LaunchOptions {
  environment: 'demo' | 'dev';
  /** Size of the demo data; 0 loads none. */
  scale: number;
}

const readyTimeoutMs = 60_000;
const pollMs = 25;

const watching = { demo: [], dev: ['--watch', '--watch-preserve-output'] };
const compiler = [
  'node_modules/typescript/bin/tsc',
  '-p',
  'tsconfig.build.json',
  '--watch',
  '--preserveWatchOutput',
];

function configFor(environment: LaunchOptions['environment']): AppConfig {
  const config = loadConfig({ fallbackEnvironment: environment });
  if (config.environment === environment) return config;
  throw new Error(
    `APP_ENV or ENV_TARGET asks for '${config.environment}', but this runs '${environment}': unset it`,
  );
}

async function refusePortInUse(config: AppConfig, command: string): Promise<void> {
  const port = config.get('api-port');
  if (await isPortFree(port, config.get('api-host'))) return;
  const running = runningEnvironment(dataDirectory());
  throw new Error(
    `port ${port} is in use${running ? ` (this checkout runs its ${running} environment already)` : ''}; ` +
      `choose another one: API_PORT=${port + 1} ${command}`,
  );
}

/** The embedded database is made and migrated as it is opened; one that was named is served the same way here. */
async function prepareNamedDatabase(config: AppConfig): Promise<void> {
  await createDatabaseIfMissing(config.databaseUrl);
  await migrate(createDataSource(config));
}

async function loadMissingDemoData(config: AppConfig, scale: number): Promise<void> {
  const dataSource = await createDataSource(config).initialize();
  try {
    if (await hasDemoData(dataSource)) return;
    console.log('loading the demo data');
    const { rows, seconds } = await loadDemoData(dataSource, {
      scale,
      onProgress: createProgressBar(process.stderr),
    });
    console.log(`${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s`);
  } finally {
    await dataSource.destroy();
  }
}

async function waitForAnswer(url: string, isCancelled: () => boolean): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  while (!isCancelled()) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (performance.now() > deadline)
      throw new Error(`${url} did not answer within ${readyTimeoutMs / 1000} s`);
    await sleep(pollMs);
  }
}

function openUntil(shutdown: Shutdown, config: AppConfig): Promise<Stores> {
  const opening = openStores(config, console.log);
  shutdown.add(async () => {
    const stores = await opening.catch(() => undefined);
    await stores?.release();
  });
  return opening;
}

async function openPrepared(shutdown: Shutdown, given: AppConfig, scale: number): Promise<AppConfig> {
  const { config } = await openUntil(shutdown, given);
  shutdown.add(announceEnvironment(dataDirectory(), config.environment));
  if (given.connections.databaseUrl !== undefined) await prepareNamedDatabase(config);
  if (scale > 0) await loadMissingDemoData(config, scale);
  return config;
}

async function startProcesses(
  children: ChildProcesses,
  shutdown: Shutdown,
  { environment, url }: { environment: LaunchOptions['environment']; url: string },
): Promise<void> {
  children.start('api', [...watching[environment], 'dist/src/main.js']);
  await waitForAnswer(`${url}/health`, () => shutdown.hasBegun());
  if (shutdown.hasBegun()) return;
  // Only now: people wait for the api's first answer, and the api for the cores.
  children.start('worker', [...watching[environment], 'dist/src/worker.js']);
  if (environment === 'dev') children.start('compiler', compiler);
}

/** Where the api is reached from this machine. */
function apiUrl(config: AppConfig): string {
  const host = config.get('api-host');
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${config.get('api-port')}`;
}

/** Brings an environment up and returns once it serves; it then runs until a signal or the death of a process. */
export async function launch({ environment, scale }: LaunchOptions): Promise<void> {
  const startedAt = performance.now();
  const given = configFor(environment);
  const url = apiUrl(given);
  await refusePortInUse(given, environment === 'demo' ? 'npm run demo' : 'npm run start:dev');
  let children: ChildProcesses | undefined;
  const shutdown = new Shutdown(() => children?.signal('SIGKILL'));
  try {
    const config = await openPrepared(shutdown, given, scale);
    if (shutdown.hasBegun()) return;
    children = new ChildProcesses(childVariables(config), (reason) => {
      console.error(reason);
      shutdown.exit(1);
    });
    shutdown.add(() => children?.stop());
    await startProcesses(children, shutdown, { environment, url });
    if (!shutdown.hasBegun()) console.log(welcome(environment, url, (performance.now() - startedAt) / 1000));
  } catch (error) {
    if (shutdown.hasBegun()) return; // what broke was being taken down
    await shutdown.run();
    throw error;
  }
}
