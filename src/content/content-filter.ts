import type { JsonObject } from '../common/http/fields.decorators.js';
import type { ContentType, SourceType } from './content-kind.js';
import type { CellSelection } from './unified-selection.js';

export type TagMatch = 'any' | 'all';

/** What a list of content may be narrowed by; all that is given must hold. */
export interface ContentFilter {
  sourceType?: SourceType | undefined;
  contentType?: ContentType | undefined;
  creatorId?: string | undefined;
  /** Cells of the unified list that no other member of the filter can express. */
  cells?: { selection: CellSelection; userId: string } | undefined;
  publicOnly?: boolean | undefined;
  searchTerm?: string | undefined;
  minQualityScore?: number | undefined;
  /** Leave out what nobody has given a quality yet. */
  ratedOnly?: boolean | undefined;
  createdSince?: Date | undefined;
  metadata?: JsonObject | undefined;
  /** Leave out private items of everybody else; null is a caller who told no name. */
  visibleTo?: { userId: string | null } | undefined;
  /** Internal keys; a tag that does not exist is null. */
  tags?: { keys: readonly (number | null)[]; match: TagMatch } | undefined;
}
