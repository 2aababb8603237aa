import { roundTo } from '../common/round.js';
import type { ComparedModel } from '../recommendations/engine/compare-models.js';
import { toFigures } from '../recommendations/models/figures.js';
import { printable, type TextColumn, textTable } from './text-table.js';

/** What the figures were measured on, and how. */
export interface EvaluationSetting {
  readonly data: string;
  readonly split: Readonly<Record<string, unknown>>;
  readonly size: Readonly<Record<string, number>>;
}

/** For programs. */
export function toEvaluationJson(
  { data, split, size }: EvaluationSetting,
  models: readonly ComparedModel[],
): object {
  const rows = models.map(({ model, parameters, validationUsers, metrics, seconds }) => ({
    model,
    ...toFigures(metrics),
    parameters,
    validation_users: validationUsers,
    seconds: roundTo(seconds, 3),
  }));
  return { data, split, ...size, models: rows };
}

/** For people. */
export function evaluationText(
  { data, split, size }: EvaluationSetting,
  models: readonly ComparedModel[],
): string {
  const fields = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${name.replace('_', ' ')} ${String(value)}`)
      .join(', ');
  const title = `${data}: ${fields(split)}; ${fields(size)}`;
  return `${printable(title)}\n${textTable(columns, models)}`;
}

const figure = (header: string, of: (model: ComparedModel) => number): TextColumn<ComparedModel> => ({
  header,
  alignRight: true,
  cell: (model) => of(model).toFixed(4),
});

const columns: TextColumn<ComparedModel>[] = [
  { header: 'Model', cell: ({ model }) => model },
  figure('NDCG@10', ({ metrics }) => metrics.ndcgAt10),
  figure('Recall@20', ({ metrics }) => metrics.recallAt20),
  figure('HitRate@10', ({ metrics }) => metrics.hitRateAt10),
  figure('MRR', ({ metrics }) => metrics.mrr),
  figure('Coverage@10', ({ metrics }) => metrics.coverageAt10),
  figure('Gini@10', ({ metrics }) => metrics.giniAt10),
  figure('Novelty@10', ({ metrics }) => metrics.noveltyAt10),
  { header: 'Seconds', alignRight: true, cell: ({ seconds }) => seconds.toFixed(1) },
  { header: 'Chosen on validation', cell: chosenText },
];

function chosenText({ parameters, validationUsers }: ComparedModel): string {
  const named = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  if (named.length === 0) return '';
  return validationUsers === 0 ? `not chosen: ${named.join(', ')}` : named.join(', ');
}
