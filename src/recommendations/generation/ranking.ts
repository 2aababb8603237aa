import { roundTo } from '../../common/round.js';
import type { Candidate } from './candidates.queries.js';
import type { Components } from './recipes.js';
import type { Occasion, SourceName } from './sources/recommendation-source.js';
import { dayMs } from '../../common/durations.js';

const recencyDays = 30;

/** A candidate with the source that proposed it first. */
export interface Proposed {
  readonly candidate: Candidate;
  readonly source: SourceName;
}

/** A candidate with its score and what that is made of. */
export interface Ranked extends Proposed {
  readonly score: number;
  readonly components: Components;
}

function componentsOf(
  candidate: Candidate,
  weights: Components,
  { taste, scores, popular, now }: Occasion,
): Components {
  const acts = popular.actsOn(candidate.id) ?? candidate.acts;
  const ageDays = Math.max(0, now.getTime() - candidate.createdAt) / dayMs;
  return {
    tag: taste.tagAffinity(candidate.tagKeys),
    type: taste.typeAffinity(candidate.contentType),
    // The one that is dear: a model is not asked for what does not count.
    collab: weights.collab > 0 ? (scores?.relativeScore(candidate.id) ?? 0) : 0,
    quality: candidate.qualityScore,
    popularity: popular.mostActs > 0 ? Math.min(1, Math.log1p(acts) / Math.log1p(popular.mostActs)) : 0,
    recency: Math.exp(-ageDays / recencyDays),
  };
}

const names = ['tag', 'type', 'collab', 'quality', 'popularity', 'recency'] as const;

/** Components as they are shown. */
export function rounded(components: Components): Components {
  const entries = names.map((name) => [name, roundTo(components[name], 4)] as const);
  return Object.fromEntries(entries) as Record<keyof Components, number>;
}

/** Order of contract §4.8: score, quality, newest, id, each highest first. */
export function inOrder(a: Ranked, b: Ranked): number {
  return (
    b.score - a.score ||
    b.candidate.qualityScore - a.candidate.qualityScore ||
    b.candidate.createdAt - a.candidate.createdAt ||
    b.candidate.id - a.candidate.id
  );
}

/** Scores candidates by the weighted sum of their components, best first. */
export function rank(proposed: readonly Proposed[], weights: Components, occasion: Occasion): Ranked[] {
  return proposed
    .map(({ candidate, source }) => {
      const components = componentsOf(candidate, weights, occasion);
      const score = names.reduce((sum, name) => sum + weights[name] * components[name], 0);
      return { candidate, source, score: roundTo(Math.min(1, score), 4), components };
    })
    .sort(inOrder);
}
