import { contentTable, contentTagsTable } from './content.generator.js';
import type { DemoTable } from './demo-table.js';
import { generationEventsTable, generationHoursTable } from './generation-events.generator.js';
import { interactionsTable } from './interactions.generator.js';
import { jobsTable } from './jobs.generator.js';
import { recommendationsTable } from './recommendations.generator.js';
import { routeHoursTable } from './route-hours.generator.js';
import { favoriteTagsTable, tagParentsTable, tagRatingsTable, tagsTable } from './tags.generator.js';
import { usersTable } from './users.generator.js';

/** Every table of the demo data, those referred to before those that refer to them. */
export const demoTables: readonly DemoTable[] = [
  usersTable,
  tagsTable,
  tagParentsTable,
  contentTable,
  contentTagsTable,
  tagRatingsTable,
  favoriteTagsTable,
  interactionsTable,
  recommendationsTable,
  jobsTable,
  generationEventsTable,
  generationHoursTable,
  routeHoursTable,
];
