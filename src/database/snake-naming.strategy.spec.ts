import { SnakeNamingStrategy } from './snake-naming.strategy.js';

describe('SnakeNamingStrategy', () => {
  const naming = new SnakeNamingStrategy();

  it.each([
    ['createdAt', undefined, [], 'created_at'],
    ['id', undefined, [], 'id'],
    ['pathThumbsAltRes', undefined, [], 'path_thumbs_alt_res'],
    ['p95DurationMs', undefined, [], 'p95_duration_ms'],
    ['HTMLBody', undefined, [], 'html_body'],
    ['anything', 'given_name', [], 'given_name'],
    ['maxItems', undefined, ['pageSize'], 'page_size_max_items'],
  ])('calls the column of %s (named %s, inside %j) %s', (property, custom, prefixes, column) => {
    expect(naming.columnName(property, custom, prefixes)).toBe(column);
  });
});
