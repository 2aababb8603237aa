/**
 * `node scripts/run.mjs <target> [arguments]`: brings the checkout up to date (see prepare.mjs), then runs a target
 * on the project's Node. This is what the npm scripts call; it needs no dependency and runs on Node 20.19 or later.
 */
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { Failure, prepare, projectNode, root, say } from './prepare.mjs';

const launcher = 'dist/src/embedded/launcher.js';

function nameOfBench(name) {
  const names = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.ts'));
  const known = names.map((file) => file.slice(0, -'.ts'.length));
  if (known.includes(name)) return name;
  throw new Failure(`say which bench: ${known.map((one) => `npm run bench ${one}`).join(', ')}`);
}

/** What Node is given for each target. */
const targets = {
  demo: (args) => [launcher, 'demo', ...args],
  dev: (args) => [launcher, 'dev', ...args],
  api: (args) => ['dist/src/main.js', ...args],
  worker: (args) => ['dist/src/worker.js', ...args],
  cli: (args) => ['dist/src/cli/main.js', ...args],
  traffic: (args) => ['dist/src/demo-data/traffic.js', ...args],
  test: (args) => [
    '--experimental-vm-modules', // Jest runs ES modules only with it
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...['-c', 'test/jest.config.js'],
    ...args,
  ],
  bench: ([name, ...args]) => [`dist/bench/${nameOfBench(name)}.js`, ...args],
  openapi: (args) => ['dist/src/openapi-write.js', ...args],
  docs: (args) => ['dist/src/config/write-docs.js', ...args],
};

const migrationName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function createMigration(name) {
  if (!migrationName.test(name ?? '')) {
    throw new Failure(
      "give the migration a verb and an object, as in 'npm run migration:create add-tag-colour'",
    );
  }
  const timestamp = Date.now();
  const words = name.split('-').map((word) => word[0].toUpperCase() + word.slice(1));
  const path = join(root, 'migrations', `${timestamp}-${name}.ts`);
  const source = `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${words.join('')}${timestamp} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(\`\`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(\`\`);
  }
}
`;
  writeFileSync(path, source, { flag: 'wx' });
  process.stdout.write(`${relative(process.cwd(), path)}\n`);
  process.stderr.write('Add it to the end of the list in migrations/index.ts\n');
}

function runOnProjectNode(nodeArguments) {
  // Node keeps compiled modules there: about 100 ms less at each start of api and worker.
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env };
  const child = spawn(projectNode(), nodeArguments, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

async function main([target = '', ...args]) {
  if (target === 'migration:create') return createMigration(args[0]);
  if (!Object.hasOwn(targets, target)) {
    throw new Failure(
      `unknown target '${target}'; one of ${Object.keys(targets).join(', ')}, migration:create`,
    );
  }
  await prepare();
  runOnProjectNode(targets[target](args));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 1;
}
