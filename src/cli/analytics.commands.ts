import { type Command, InvalidArgumentError, Option } from 'commander';
import { DeadLetters } from '../stream-pipeline/dead-letters.js';
import type { EventPipeline } from '../stream-pipeline/event-pipeline.js';
import { EventPipelines } from '../stream-pipeline/event-pipelines.js';
import { HourlyRollup } from '../stream-pipeline/hourly-rollup.js';
import { Retention } from '../stream-pipeline/retention.js';
import { StreamDrainer } from '../stream-pipeline/stream-drainer.js';
import { parseUtcTime } from '../stream-pipeline/utc-time.js';
import type { CliRunner } from './run-command.js';
import { cutText, printable } from './text-table.js';
import { wholeNumber } from './whole-number.js';

interface CommonOptions {
  pipeline?: string;
  format: 'text' | 'json';
}

interface RollupOptions extends CommonOptions {
  from?: Date;
  to?: Date;
  includeCurrent?: boolean;
}

/** What a command did with one pipeline: for programs, and for the person who called it. */
interface Outcome {
  result: object;
  text: string;
}

type AppContext = Parameters<Parameters<CliRunner>[0]>[0];
type PipelineWork = (app: AppContext, pipeline: EventPipeline<unknown>) => Promise<Outcome>;

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

function parseTime(text: string): Date {
  const time = parseUtcTime(text);
  if (!time)
    throw new InvalidArgumentError(
      'It must be a time such as 2026-01-31T10:00; UTC unless it says otherwise.',
    );
  return time;
}

function print(outcomes: readonly Outcome[], format: CommonOptions['format']): void {
  const text =
    format === 'json'
      ? JSON.stringify(
          outcomes.map(({ result }) => result),
          undefined,
          2,
        )
      : outcomes.map((outcome) => outcome.text).join('\n');
  process.stdout.write(`${text}\n`);
}

async function forPipelines(run: CliRunner, options: CommonOptions, work: PipelineWork): Promise<void> {
  const outcomes = await run(async (app) => {
    const pipelines = app.get(EventPipelines);
    const chosen = options.pipeline === undefined ? pipelines.all : [pipelines.get(options.pipeline)];
    const done: Outcome[] = [];
    for (const pipeline of chosen) {
      const { result, text } = await work(app, pipeline);
      done.push({ result: { pipeline: pipeline.name, ...result }, text: `${pipeline.name}: ${text}` });
    }
    return done;
  });
  print(outcomes, options.format);
}

const drain: PipelineWork = async (app, pipeline) => {
  const { inserted, duplicates, dead, hours } = await app.get(StreamDrainer).drain(pipeline);
  const rest = `${count(duplicates, 'duplicate')}, ${count(dead, 'dead letter')}`;
  const text = `${count(inserted, 'event')} stored in ${count(hours.length, 'hour')}, ${rest}`;
  return { result: { inserted, duplicates, dead, hours }, text };
};

const rollUp =
  ({ from, to, includeCurrent }: RollupOptions): PipelineWork =>
  async (app, pipeline) => {
    const result = await app.get(HourlyRollup).roll(pipeline, { from, to, includeCurrent });
    return { result, text: `${count(result.hours, 'hour')} rolled up into ${count(result.rows, 'row')}` };
  };

const purge: PipelineWork = async (app, pipeline) => {
  const result = await app.get(Retention).prune(pipeline);
  return { result, text: `${count(result.partitionsDropped, 'daily partition')} past retention dropped` };
};

const listDead =
  (limit: number): PipelineWork =>
  async (app, pipeline) => {
    const letters = await app.get(DeadLetters).list(pipeline, limit);
    const total = await app.get(DeadLetters).count(pipeline);
    const lines = letters.map(({ id, reason, payload }) =>
      printable(`  ${id}  ${reason}  ${cutText(payload, 120)}`),
    );
    return { result: { total, letters }, text: [count(total, 'dead letter'), ...lines].join('\n') };
  };

const replayDead =
  (ids: readonly string[] | undefined): PipelineWork =>
  async (app, pipeline) => {
    const letters = app.get(DeadLetters);
    const replayed = await (ids ? letters.replay(pipeline, ids) : letters.replayAll(pipeline));
    return { result: { replayed }, text: `${count(replayed, 'dead letter')} put back into the stream` };
  };

/** The options every analytics command has. */
function withCommonOptions(command: Command): Command {
  return command
    .option('--pipeline <name>', 'only this pipeline; all of them unless told')
    .addOption(
      new Option('-f, --format <format>', 'how to print the result')
        .choices(['text', 'json'])
        .default('text'),
    );
}

function registerDeadLetterCommands(program: Command, run: CliRunner): void {
  const dead = program.command('analytics:dead').description('events that could not be stored');
  withCommonOptions(dead.command('list').description('show them, oldest first'))
    .option('-n, --limit <number>', 'how many at the most', wholeNumber(10_000), 20)
    .action((options: CommonOptions & { limit: number }) =>
      forPipelines(run, options, listDead(options.limit)),
    );
  withCommonOptions(
    dead.command('replay').description('put them back into the stream, once their cause is mended'),
  )
    .option('--id <id...>', 'only these')
    .option('--all', 'all there are')
    .action(async (options: CommonOptions & { id?: string[]; all?: boolean }, command: Command) => {
      if ((options.id === undefined) === !options.all) command.error('say either --id or --all');
      await forPipelines(run, options, replayDead(options.id));
    });
}

/** `analytics:drain|rollup|purge|dead`: by hand what the worker does on schedule. */
export function registerAnalyticsCommands(program: Command, run: CliRunner): void {
  withCommonOptions(program.command('analytics:drain').alias('analytics:transfer'))
    .description('move captured events from Redis to PostgreSQL')
    .action((options: CommonOptions) => forPipelines(run, options, drain));
  withCommonOptions(program.command('analytics:rollup').alias('analytics:aggregate'))
    .description('recompute hourly rows: of the hours that changed, or of all hours of a range')
    .option('--from <time>', 'first hour of the range', parseTime)
    .option('--to <time>', 'end of the range, exclusive', parseTime)
    .option('--include-current', 'also the hour that is still running')
    .action((options: RollupOptions) => forPipelines(run, options, rollUp(options)));
  withCommonOptions(program.command('analytics:purge'))
    .description('create partitions ahead and drop those past retention')
    .action((options: CommonOptions) => forPipelines(run, options, purge));
  registerDeadLetterCommands(program, run);
}
