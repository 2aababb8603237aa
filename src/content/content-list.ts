import { defineList, integerKey, numberKey, textKey, timestampKey } from '../common/http/list-definition.js';

const sortable = {
  created_at: timestampKey('c.created_at'),
  updated_at: timestampKey('c.updated_at'),
  quality_score: numberKey('c.quality_score'),
  title: textKey('c.title'),
  id: integerKey('c.id'),
};
const newestFirst = { field: 'created_at', order: 'desc' } as const;

export const contentList = defineList({
  name: 'content',
  sortable,
  defaultSort: newestFirst,
  defaultLimit: 100,
});

export const unifiedList = defineList({
  name: 'unified',
  sortable,
  defaultSort: newestFirst,
  defaultLimit: 10,
  defaultPageSize: 10,
});
