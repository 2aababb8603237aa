import { jest } from '@jest/globals';
import type { Command } from 'commander';
import { registerEvaluateCommand } from '../../../src/cli/recommendations-evaluate.command.js';
import { registerRecommendationCommands } from '../../../src/cli/recommendations.commands.js';
import type { CliRunner } from '../../../src/cli/run-command.js';
import { createTestCli, type TestCli } from '../../support/test-cli.js';
import { storeLikes, tasteClusters } from './acts.js';

function register(program: Command, run: CliRunner): void {
  registerRecommendationCommands(program, run);
  registerEvaluateCommand(program, run);
}

describe('recommendation commands', () => {
  let cli: TestCli;
  let stderr: jest.SpiedFunction<typeof process.stderr.write>;

  beforeAll(async () => {
    cli = await createTestCli(register);
  });
  beforeEach(() => {
    stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(async () => {
    stderr.mockRestore();
    process.exitCode = undefined;
    await cli.database.dataSource.query('DELETE FROM recommender_models; DELETE FROM user_interactions');
  });
  afterAll(() => cli.close());

  const said = (): string => stderr.mock.calls.map(([text]) => String(text)).join('');
  const json = async (...args: string[]) => JSON.parse(await cli.call(...args, '--format', 'json'));

  it('train, and say what came of it and why', async () => {
    await storeLikes(cli.database.dataSource, tasteClusters());
    const text = await cli.call('recommendations:train');
    expect(text).toMatch(/^model \d+ \(ease\) published: it is better than recommending what is popular\n/);
    expect(text).toMatch(
      /NDCG@10 0\.\d{4}, of popularity 0\.\d{4}, of item-KNN 0\.\d{4}; judged by 60 users/,
    );
    expect(text).toContain('trained on 840 interactions of 60 users with 80 items, until 2026-01-01');
    expect(text).toContain('all that a user did with an item they like counts as one interaction');
    expect(said()).toContain('100 %  done');
    expect(await json('recommendations:train')).toMatchObject({
      outcome: 'published',
      reason: 'better-than-popularity',
      algorithm: 'ease',
      users: 60,
      validation: { model: { users: 60 }, popularity: { users: 60 }, item_knn: { users: 60 } },
    });
  });

  it('say when there is too little to learn from', async () => {
    expect(await cli.call('recommendations:train')).toBe(
      'too little to learn from: 0 interactions of 0 users with 0 items; ' +
        'it takes 200 interactions of 20 users with 20 items ' +
        '(all that a user did with an item they like counts as one interaction)\n',
    );
    expect(await json('recommendations:train')).toMatchObject({ outcome: 'too-little-to-learn-from' });
    expect(process.exitCode).toBeUndefined();
  });

  it('list the models, and roll back to the one before', async () => {
    expect(await cli.call('recommendations:models')).toBe('no model was trained yet\n');
    await storeLikes(cli.database.dataSource, tasteClusters());
    const { model_id: first } = await json('recommendations:train');
    const { model_id: second } = await json('recommendations:train');
    expect(await cli.call('recommendations:models')).toMatch(/\| ease +\| active +\|.*\n.*\| replaced +\|/);
    expect(await cli.call('recommendations:rollback')).toBe(
      `model ${second} is withdrawn; model ${first} answers again\n`,
    );
    expect(said()).toContain('SCHEDULES_TRAIN_RECOMMENDER_ENABLED=false');
    expect(await cli.call('recommendations:train')).toMatch(
      /^model \d+ \(ease\) not published: it is the same as one that was withdrawn\n/,
    );
    const models = await json('recommendations:models');
    expect(models.map(({ id, state }: { id: number; state: string }) => [id, state])).toEqual([
      [expect.any(Number), 'same-as-withdrawn'],
      [second, 'withdrawn'],
      [first, 'active'],
    ]);
    expect(await json('recommendations:models', '--limit', '1')).toHaveLength(1);
    expect(await cli.call('recommendations:rollback')).toBe('');
    expect(said()).toContain('no earlier model');
    expect(process.exitCode).toBe(1);
  });

  it('evaluate on what the users of the database did', async () => {
    await storeLikes(cli.database.dataSource, tasteClusters());
    const evaluation = await json('recommendations:evaluate', '--models', 'popularity,item-knn');
    expect(evaluation).toMatchObject({ data: 'database', users: 60, items: 80, test_users: 60 });
    expect(evaluation.models).toHaveLength(2);
  });
});
