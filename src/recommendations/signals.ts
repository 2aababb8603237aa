import sql, { raw, type Sql } from 'sql-template-tag';

/** What an act says of a user's taste before its rating is added (contract §4.8). */
const signalOfType = { view: 1, comment: 2, like: 3, bookmark: 3, share: 4, download: 4, rate: 0 } as const;

const pointsPerStar = 2;
const neutralStars = 3;

/** Least signal of an act that counts as liking what was shown: more than having looked at it. */
export const positiveSignal = 2;

/** Signal of a like, by which history weights are scaled. */
const likeSignal = signalOfType.like;

/** The signal of an interaction, of the table by that alias: below zero for what was rated badly. */
export function signalOf(alias: string): Sql {
  const cases = Object.entries(signalOfType).map(([type, signal]) => `WHEN '${type}' THEN ${signal}`);
  return raw(
    `(CASE ${alias}.interaction_type ${cases.join(' ')} ELSE 0 END
      + COALESCE(${pointsPerStar} * (${alias}.rating - ${neutralStars}), 0))`,
  );
}

/** What is older than this counts nothing; smaller numbers than this makes, a float8 cannot hold. */
const mostHalfLives = 1000;

/** The same with time taken off: an act counts half after each half-life, which 0 days turn off. */
export function fadedSignalOf(alias: string, at: Sql, halfLifeDays: number): Sql {
  if (halfLifeDays === 0) return signalOf(alias);
  return sql`(${signalOf(alias)}
    * power(0.5::float8, LEAST(extract(epoch FROM ${at} - ${raw(alias)}.created_at) / 86400 / ${halfLifeDays}::int,
      ${mostHalfLives})))`;
}

/**
 * How much a user likes an item, from the sum of the signals: 1 for a like, and less for each further act, since the
 * tenth view says less than the first.
 */
export function preferenceOf(signal: number): number {
  return Math.log1p(signal) / Math.log1p(likeSignal);
}
