import type { Ranked } from './ranking.js';
import type { Names } from './names.queries.js';
import type { Occasion, SourceName } from './sources/recommendation-source.js';

/** Why an item is recommended: in words for people, and by id for programs. */
export interface Reason {
  readonly text: string;
  readonly contentId?: number;
}

/** What a reason is about, before the names are known. */
export interface Ground {
  readonly contentId?: number | undefined;
  readonly tagKey?: number | undefined;
}

/** The tag of the item the user likes most. */
function mainTag({ candidate }: Ranked, { taste }: Occasion): number | undefined {
  const liked = candidate.tagKeys.filter((key) => (taste.tags.get(key) ?? 0) > 0);
  return liked.sort((a, b) => (taste.tags.get(b) ?? 0) - (taste.tags.get(a) ?? 0) || a - b)[0];
}

function ofHistory(ranked: Ranked, { scores }: Occasion): Ground {
  return { contentId: scores?.mainReasonFor(ranked.candidate.id) };
}

const grounds: Readonly<Record<SourceName, (ranked: Ranked, occasion: Occasion) => Ground>> = {
  model: ofHistory,
  'fold-in': ofHistory,
  tags: (ranked, occasion) => ({ tagKey: mainTag(ranked, occasion) }),
  popular: () => ({}),
  trending: () => ({}),
  recent: () => ({}),
};

/** What speaks for an item, by the source that proposed it. */
export function groundOf(ranked: Ranked, occasion: Occasion): Ground {
  return grounds[ranked.source](ranked, occasion);
}

function ofTheCrowd({ source, components }: Ranked): string {
  if (source === 'popular') return 'popular in the last 30 days';
  if (source === 'trending') return 'trending now';
  if (source === 'tags') return 'because of the tags you like';
  if (source === 'recent')
    return components.recency >= components.quality ? 'recently added' : 'of high quality';
  return 'because people who like what you like chose it';
}

/** The reason in words; an item the user may no longer read is not named. */
export function toReason(ranked: Ranked, ground: Ground, names: Names, { taste }: Occasion): Reason {
  const { contentId, tagKey } = ground;
  const title = contentId === undefined ? undefined : names.titles[contentId];
  if (contentId !== undefined && title !== undefined) {
    const isLiked = taste.items.some((item) => item.id === contentId && item.isLiked);
    const verb = isLiked ? 'liked' : 'looked at';
    return { text: `because you ${verb} «${title}»`, contentId };
  }
  const tag = tagKey === undefined ? undefined : names.tags[tagKey];
  if (tag !== undefined) return { text: `because you like the tag «${tag}»` };
  return { text: ofTheCrowd(ranked) };
}
