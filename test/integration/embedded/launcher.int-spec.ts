import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../../src/config/project-root.js';
import { findFreePort, isPortFree } from '../../../src/embedded/ports.js';
import { runningEnvironment } from '../../../src/embedded/running-environment.js';

interface Launched {
  process: ChildProcess;
  exitCode: Promise<number | null>;
  output(): string;
}

/** Where a process's children can be looked up. */
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('launcher', () => {
  let dataDir: string;
  let port: number;
  let launched: Launched | undefined;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'genonaut-launcher-'));
    chmodSync(dataDir, 0o755);
    port = await findFreePort(dataDir);
  });

  afterEach(async () => {
    launched?.process.kill('SIGTERM');
    await launched?.exitCode;
    rmSync(dataDir, { recursive: true, force: true });
  });

  function launch(variables: NodeJS.ProcessEnv = {}): Launched {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ['dist/src/embedded/launcher.js', 'demo', '--no-data'], {
      cwd: projectRoot,
      env: { PATH, HOME, DATA_DIR: dataDir, API_PORT: String(port), ...variables },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    launched = {
      process: child,
      exitCode: once(child, 'close').then(([code]) => code as number | null),
      output: () => output,
    };
    return launched;
  }

  async function ready(launch: Launched): Promise<void> {
    while (!launch.output().includes('is ready')) {
      const code = await Promise.race([launch.exitCode, sleep(50)]);
      if (code !== undefined) throw new Error(launch.output());
    }
  }

  /** Pids of the api and the worker. */
  function childrenOf({ pid }: ChildProcess): number[] {
    const pids = readFileSync(`/proc/${pid!}/task/${pid!}/children`, 'utf8').trim().split(' ').map(Number);
    return pids.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('dist/src/'));
  }

  async function expectNothingRuns(): Promise<void> {
    const { postgres, redis } = JSON.parse(readFileSync(join(dataDir, 'servers.json'), 'utf8')) as Record<
      string,
      number
    >;
    for (const used of [port, postgres!, redis!]) expect(await isPortFree(used)).toBe(true);
    expect(readdirSync(join(dataDir, 'users'))).toEqual([]);
    expect(runningEnvironment(dataDir)).toBeUndefined();
  }

  it('serves an environment until it is told to stop, and then leaves nothing running', async () => {
    const demo = launch();
    await ready(demo);
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    expect(await health.json()).toMatchObject({ status: 'healthy', database: { name: 'genonaut_demo' } });
    expect(runningEnvironment(dataDir)).toBe('demo');

    demo.process.kill('SIGINT');
    expect(await demo.exitCode).toBe(0);
    await expectNothingRuns();
  });

  it('takes a Ctrl-C that arrives several times at once for one', async () => {
    const demo = launch();
    await ready(demo);
    for (let copy = 0; copy < 3; copy++) demo.process.kill('SIGINT');
    expect(await demo.exitCode).toBe(0);
    await expectNothingRuns();
  });

  onLinux('stops everything and says why when one of its processes dies', async () => {
    const demo = launch();
    await ready(demo);
    for (const pid of childrenOf(demo.process).slice(0, 1)) process.kill(pid, 'SIGKILL');
    expect(await demo.exitCode).toBe(1);
    expect(demo.output()).toContain('api ended unexpectedly (SIGKILL)');
    await expectNothingRuns();
  });

  it('names a port in use before it starts anything', async () => {
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    const demo = launch({ API_HOST: '127.0.0.1' });
    expect(await demo.exitCode).toBe(1);
    expect(demo.output()).toContain(
      `port ${port} is in use; choose another one: API_PORT=${port + 1} npm run demo`,
    );
    expect(readdirSync(dataDir)).toEqual([]);
    stranger.close();
  });

  it('refuses to run another environment than its own', async () => {
    const demo = launch({ APP_ENV: 'dev' });
    expect(await demo.exitCode).toBe(1);
    expect(demo.output()).toContain("asks for 'dev', but this runs 'demo'");
  });
});
