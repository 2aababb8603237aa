// How long a newcomer waits: from nothing (no data dir) and from existing data to the first answer of the API, as a
// process of its own with the embedded servers. Floor: the same Node starting with the framework loaded, no stores.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../src/config/project-root.js';
import { findFreePort } from '../src/embedded/ports.js';
import { median } from './support/measure.js';
import { report } from './support/report.js';

const rounds = 5;

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** Milliseconds from spawn to the first 200, the process then stopped. */
async function timeToFirstAnswer(dataDir: string, port: number): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(projectRoot, 'dist/src/main.js')], {
    env: { ...process.env, DATA_DIR: dataDir, API_PORT: String(port), APP_ENV: 'demo' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/content/unified?page_size=5`).catch(
      () => undefined,
    );
    if (response?.ok) break;
    if (child.exitCode !== null) throw new Error('the API ended before it answered');
    await sleep(5);
  }
  const elapsed = performance.now() - started;
  await stop(child);
  return elapsed;
}

async function timeToLoadFramework(): Promise<number> {
  const started = performance.now();
  const load =
    "await Promise.all([import('@nestjs/core'), import('@nestjs/swagger'), import('typeorm'), import('ioredis')])";
  const child = spawn(process.execPath, ['--input-type=module', '-e', load], {
    cwd: projectRoot,
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return performance.now() - started;
}

const port = await findFreePort('bench startup');
const samples = { cold: [] as number[], warm: [] as number[], floor: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  const dataDir = mkdtempSync(join(tmpdir(), 'genonaut-startup-'));
  samples.floor.push(await timeToLoadFramework());
  samples.cold.push(await timeToFirstAnswer(dataDir, port));
  samples.warm.push(await timeToFirstAnswer(dataDir, port));
  rmSync(dataDir, { recursive: true, force: true });
}

const figures = { from_nothing_ms: median(samples.cold), restart_ms: median(samples.warm) };
const targets = { from_nothing_ms: 5_000, restart_ms: 2_000 };
report({
  bench: 'startup',
  figures: {
    ...figures,
    from_nothing_ratio: figures.from_nothing_ms / median(samples.floor),
    restart_ratio: figures.restart_ms / median(samples.floor),
  },
  floors: { load_framework_ms: median(samples.floor) },
  targets,
  targetsMet: figures.from_nothing_ms < targets.from_nothing_ms && figures.restart_ms < targets.restart_ms,
});
