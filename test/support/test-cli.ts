import { jest } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { Command } from 'commander';
import { CliModule } from '../../src/cli/cli.module.js';
import type { CliRunner } from '../../src/cli/run-command.js';
import { createLogger } from '../../src/logging/logger.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from './test-stores.js';

/** A group of commands on stores of its own. */
export interface TestCli {
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly run: CliRunner;
  /** Runs a command and answers what it prints on stdout. */
  call(...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function createTestCli(register: (program: Command, run: CliRunner) => void): Promise<TestCli> {
  const database = await createTestDatabase();
  const redis = testRedis();
  const connections = { databaseUrl: database.url, redisUrl: redis.url };
  const config = testConfig({ 'redis-ns': redis.ns, 'log-format': 'json' }, connections);
  const run: CliRunner = async (work) => {
    const options = { logger: false } as const;
    const app = await NestFactory.createApplicationContext(
      CliModule.register(config, createLogger(config)),
      options,
    );
    return await work(app).finally(() => app.close());
  };

  async function call(...args: string[]): Promise<string> {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    register(program, run);
    for (const command of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
      command.copyInheritedSettings(program);
    }
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await program.parseAsync(args, { from: 'user' });
      return write.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      write.mockRestore();
    }
  }

  const close = async (): Promise<void> => {
    await redis.close();
    await database.drop();
  };
  return { database, redis, run, call, close };
}
