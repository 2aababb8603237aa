/**
 * `npm run bench recommender`: how good the recommender is, beside popularity and item-KNN, on ratings that others
 * report on; and how long its training takes, beside what the inner loop does at best.
 */
import { compareOnRatings, ndcgOf, tableOf, type ComparedSplit } from './recommender/quality.js';
import { fetchRatings } from './recommender/ratings-data.js';
import { measureTraining } from './recommender/training.js';
import { report } from './support/report.js';

const targets = { temporal_ndcg_at_10: 0.135, random_ndcg_at_10: 0.35, ease_training_seconds: 30 };

const training = await measureTraining();
const splits = await compareOnRatings(await fetchRatings());
const [temporal, random] = splits as [ComparedSplit, ComparedSplit];

const figures = {
  temporal_ndcg_at_10: ndcgOf(temporal, 'ease'),
  random_ndcg_at_10: ndcgOf(random, 'ease'),
  temporal_als_ndcg_at_10: ndcgOf(temporal, 'als'),
  random_als_ndcg_at_10: ndcgOf(random, 'als'),
  ease_training_seconds: training.easeSeconds,
  ease_training_peak_mb: training.easePeakMegabytes,
  ease_multiply_adds_to_floor: training.multiplyAddsPerSecond / training.floorPerSecond,
  als_training_seconds: training.alsSeconds,
};
const floors = {
  temporal_popularity_ndcg_at_10: ndcgOf(temporal, 'popularity'),
  random_popularity_ndcg_at_10: ndcgOf(random, 'popularity'),
  temporal_item_knn_ndcg_at_10: ndcgOf(temporal, 'item-knn'),
  random_item_knn_ndcg_at_10: ndcgOf(random, 'item-knn'),
  multiply_adds_per_second: training.floorPerSecond,
};
const targetsMet =
  figures.temporal_ndcg_at_10 >= targets.temporal_ndcg_at_10 &&
  figures.random_ndcg_at_10 >= targets.random_ndcg_at_10 &&
  figures.ease_training_seconds <= targets.ease_training_seconds;

for (const split of splits) console.log(tableOf(split));
report({ bench: 'recommender', figures, floors, targets, targetsMet });
