import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { allowLongWaits } from '../database/long-statements.js';
import { formatTagFile, parseTagFile } from './tag-file.js';
import { TagHierarchyCache } from './tag-hierarchy.cache.js';
import { loadHierarchy } from './tag-hierarchy.queries.js';
import { planImport } from './tag-import-plan.js';
import { insertLinks, insertTags, lockTags } from './tag-transfer.queries.js';

/** What an import read and added. */
export interface TagImportResult {
  readonly tags: number;
  readonly created: number;
  readonly links: number;
}

/** Moves the tag hierarchy in and out of the database as a file. */
@Injectable()
export class TagTransferService {
  constructor(
    private readonly cache: TagHierarchyCache,
    private readonly clock: Clock,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /**
   * Adds the tags and links of a file that are not there yet: all of them, or none.
   * @throws TagFileError
   */
  async import(text: string): Promise<TagImportResult> {
    const nodes = parseTagFile(text);
    const now = this.clock.now();
    const { tags, links } = await this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      await lockTags(manager);
      const plan = planImport(nodes, await loadHierarchy(manager));
      await insertTags(manager, plan.tags, now);
      await insertLinks(manager, plan.links);
      return plan;
    });
    if (tags.length > 0 || links.length > 0) await this.cache.refresh(now);
    return { tags: nodes.length, created: tags.length, links: links.length };
  }

  /** The whole hierarchy as a file. */
  async export(): Promise<string> {
    const rows = await loadHierarchy(this.dataSource);
    const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
    return formatTagFile(
      rows.map(({ slug, name, parents }) => ({
        slug,
        name,
        parents: parents.flatMap((id) => slugs.get(id) ?? []),
      })),
    );
  }
}
