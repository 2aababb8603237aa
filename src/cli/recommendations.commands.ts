import { type Command, Option } from 'commander';
import { createProgressBar } from '../common/progress-bar.js';
import { toFigures } from '../recommendations/models/figures.js';
import { Verdict } from '../recommendations/models/judgement.js';
import type { TrainingCounts } from '../recommendations/models/model-description.js';
import type { ModelRecord } from '../recommendations/models/model-rows.queries.js';
import { ModelStore } from '../recommendations/models/model-store.js';
import { RecommenderTraining } from '../recommendations/training/recommender-training.service.js';
import { leastJudges, leastToLearnFrom } from '../recommendations/training/train-model.js';
import { toOutcomeJson, type TrainingOutcome } from '../recommendations/training/training-outcome.js';
import { type CliRunner, say } from './run-command.js';
import { type TextColumn, textTable } from './text-table.js';
import { wholeNumber } from './whole-number.js';

interface TrainOptions {
  format: 'text' | 'json';
}

interface ListOptions {
  format: 'table' | 'json';
  limit: number;
}

const number = (value: number): string => value.toLocaleString('en');
const score = (value: number): string => value.toFixed(4);

const reasons: Record<Verdict, string> = {
  [Verdict.Better]: 'it is better than recommending what is popular',
  [Verdict.NotBetter]: 'it is not clearly better than recommending what is popular',
  [Verdict.TooFewJudges]: `fewer than ${leastJudges} users have enough interactions to judge it by`,
  [Verdict.SameAsWithdrawn]: 'it is the same as one that was withdrawn',
  [Verdict.OlderThanActive]: 'the model that answers was trained on later interactions',
};

const countsText = ({ interactions, users, items }: TrainingCounts): string =>
  `${number(interactions)} interactions of ${number(users)} users with ${number(items)} items`;

const whatCounts = 'all that a user did with an item they like counts as one interaction';

function outcomeText(outcome: TrainingOutcome): string {
  if (outcome.kind === 'under-way') return 'a training is under way already';
  if (outcome.kind === 'too-little') {
    const { counts } = outcome;
    return `too little to learn from: ${countsText(counts)}; it takes ${countsText(leastToLearnFrom)} (${whatCounts})`;
  }
  const { modelId, isPublished, description } = outcome;
  const { algorithm, counts, judgement } = description;
  const { model, popularity, itemKnn } = judgement;
  return [
    `model ${modelId} (${algorithm}) ${isPublished ? 'published' : 'not published'}: ${reasons[judgement.verdict]}`,
    `  NDCG@10 ${score(model.ndcgAt10)}, of popularity ${score(popularity.ndcgAt10)}, ` +
      `of item-KNN ${score(itemKnn.ndcgAt10)}; judged by ${number(model.users)} users`,
    `  trained on ${countsText(counts)}, until ${description.trainedUntil.toISOString()} (${whatCounts})`,
  ].join('\n');
}

async function trainAndTell(run: CliRunner, { format }: TrainOptions): Promise<void> {
  const draw = createProgressBar(process.stderr);
  const outcome = await run(async (app) => {
    const trained = await app.get(RecommenderTraining).train((share, doing) => {
      draw(share, 1, doing);
    });
    draw(1, 1, 'done');
    return trained;
  });
  const json = JSON.stringify(toOutcomeJson(outcome), undefined, 2);
  process.stdout.write(`${format === 'json' ? json : outcomeText(outcome)}\n`);
  if (outcome.kind === 'under-way') process.exitCode = 1;
}

function stateOf({ isActive, withdrawnAt, publishedAt, judgement }: ModelRecord): string {
  if (isActive) return 'active';
  if (withdrawnAt) return 'withdrawn';
  return publishedAt ? 'replaced' : judgement.verdict;
}

const modelColumns: TextColumn<ModelRecord>[] = [
  { header: 'Model', alignRight: true, cell: ({ id }) => String(id) },
  { header: 'Algorithm', cell: ({ algorithm }) => algorithm },
  { header: 'State', cell: stateOf },
  { header: 'Trained', cell: ({ trainedAt }) => trainedAt.toISOString().slice(0, 16) },
  { header: 'Users', alignRight: true, cell: ({ users }) => number(users) },
  { header: 'Items', alignRight: true, cell: ({ items }) => number(items) },
  { header: 'Interactions', alignRight: true, cell: ({ interactions }) => number(interactions) },
  { header: 'NDCG@10', alignRight: true, cell: ({ judgement }) => score(judgement.model.ndcgAt10) },
  { header: 'Popularity', alignRight: true, cell: ({ judgement }) => score(judgement.popularity.ndcgAt10) },
  { header: 'Item-KNN', alignRight: true, cell: ({ judgement }) => score(judgement.itemKnn.ndcgAt10) },
];

function toModelJson(model: ModelRecord): object {
  const { trained_with: trainedWith, half_life_items: halfLifeItems, trained_until } = model.parameters;
  return {
    id: model.id,
    algorithm: model.algorithm,
    state: stateOf(model),
    trained_at: model.trainedAt,
    published_at: model.publishedAt,
    withdrawn_at: model.withdrawnAt,
    trained_until,
    users: model.users,
    items: model.items,
    interactions: model.interactions,
    parameters: { ...trainedWith, half_life_items: halfLifeItems },
    validation: {
      model: toFigures(model.judgement.model),
      popularity: toFigures(model.judgement.popularity),
      item_knn: toFigures(model.judgement.itemKnn),
    },
  };
}

async function listModels(run: CliRunner, { format, limit }: ListOptions): Promise<void> {
  const models = await run((app) => app.get(ModelStore).list(limit));
  if (format === 'json') process.stdout.write(`${JSON.stringify(models.map(toModelJson), undefined, 2)}\n`);
  else if (models.length === 0) process.stdout.write('no model was trained yet\n');
  else process.stdout.write(`${textTable(modelColumns, models)}\n`);
}

const untilNextTraining =
  'The next training publishes a new model as soon as there is more to learn from. To keep this one, switch the daily ' +
  'training off: SCHEDULES_TRAIN_RECOMMENDER_ENABLED=false.';

async function rollBack(run: CliRunner): Promise<void> {
  const done = await run((app) => app.get(ModelStore).rollBack());
  if (done) {
    const withdrawn = done.withdrawn === undefined ? '' : `model ${done.withdrawn} is withdrawn; `;
    process.stdout.write(`${withdrawn}model ${done.active} answers again\n`);
    say(untilNextTraining);
    return;
  }
  say('there is no earlier model to go back to; nothing changed');
  process.exitCode = 1;
}

/** `recommendations:train|models|rollback`. */
export function registerRecommendationCommands(program: Command, run: CliRunner): void {
  const format = (choices: readonly string[]): Option =>
    new Option('-f, --format <format>', 'how to print the result').choices(choices).default(choices[0]);
  program
    .command('recommendations:train')
    .description(
      'train the recommender now, and publish the model if it is good enough; the worker does it daily',
    )
    .addOption(format(['text', 'json']))
    .action((options: TrainOptions) => trainAndTell(run, options));
  program
    .command('recommendations:models')
    .description('list the models that were trained, newest first')
    .option('-n, --limit <number>', 'how many at the most', wholeNumber(10_000), 20)
    .addOption(format(['table', 'json']))
    .action((options: ListOptions) => listModels(run, options));
  program
    .command('recommendations:rollback')
    .description(
      'withdraw the model that answers; the one published before it answers, until a training publishes another',
    )
    .action(() => rollBack(run));
}
