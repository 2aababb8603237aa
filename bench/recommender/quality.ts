import { shown } from '../support/report.js';
import { textTable, type TextColumn } from '../../src/cli/text-table.js';
import { compareModels, type ComparedModel } from '../../src/recommendations/engine/compare-models.js';
import { readRatings } from '../../src/recommendations/engine/ratings-file.js';
import { splitEvents, type SplitKind } from '../../src/recommendations/engine/split.js';

/** How every model did on one split of the ratings. */
export interface ComparedSplit {
  readonly kind: SplitKind;
  readonly models: readonly ComparedModel[];
}

/** Every rating counts as liking the film; a fifth of each user's is held out, in either way. */
export async function compareOnRatings(path: string): Promise<ComparedSplit[]> {
  const { events } = await readRatings(path);
  const kinds: SplitKind[] = ['temporal', 'random'];
  return kinds.map((kind) => {
    console.error(`comparing models, ${kind} split`);
    const models = compareModels(splitEvents(events, kind), {
      models: ['popularity', 'item-knn', 'als', 'ease'],
      split: kind,
    });
    return { kind, models };
  });
}

export function ndcgOf({ models }: ComparedSplit, name: ComparedModel['model']): number {
  return models.find(({ model }) => model === name)?.metrics.ndcgAt10 ?? NaN;
}

export function tableOf({ kind, models }: ComparedSplit): string {
  const number = (header: string, of: (model: ComparedModel) => number): TextColumn<ComparedModel> => ({
    header,
    alignRight: true,
    cell: (model) => shown(of(model)),
  });
  const chosen = ({ parameters }: ComparedModel): string =>
    Object.entries(parameters)
      .map(([name, value]) => `${name} ${shown(value)}`)
      .join(', ');
  return textTable<ComparedModel>(
    [
      { header: `${kind} 80/20`, cell: ({ model }) => model },
      number('NDCG@10', ({ metrics }) => metrics.ndcgAt10),
      number('Recall@20', ({ metrics }) => metrics.recallAt20),
      number('HitRate@10', ({ metrics }) => metrics.hitRateAt10),
      number('MRR', ({ metrics }) => metrics.mrr),
      number('coverage', ({ metrics }) => metrics.coverageAt10),
      number('Gini', ({ metrics }) => metrics.giniAt10),
      number('novelty', ({ metrics }) => metrics.noveltyAt10),
      number('seconds', ({ seconds }) => seconds),
      { header: 'chosen on validation', cell: chosen },
    ],
    models,
  );
}
