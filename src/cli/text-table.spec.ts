import { cutText, textTable, type TextColumn } from './text-table.js';

const columns: TextColumn<{ route: string }>[] = [
  { header: 'Rank', alignRight: true, cell: (_, index) => String(index + 1) },
  { header: 'Route', cell: ({ route }) => route },
];

describe('textTable', () => {
  it('draws a grid as wide as its widest cells', () => {
    expect(textTable(columns, [{ route: '/api/v1/content' }, { route: '/ü' }])).toBe(
      [
        '+------+-----------------+',
        '| Rank | Route           |',
        '+======+=================+',
        '|    1 | /api/v1/content |',
        '|    2 | /ü              |',
        '+------+-----------------+',
      ].join('\n'),
    );
  });

  it('draws the headers alone when there are no rows', () => {
    expect(textTable(columns, [])).toBe(
      ['+------+-------+', '| Rank | Route |', '+======+=======+', '+------+-------+'].join('\n'),
    );
  });

  it('lets no escape sequence, line break or direction mark through', () => {
    const hostile = { route: '\u001b[2J\u009b31m\n\u202e\u2028x' };
    expect(textTable(columns, [hostile])).toContain('| �[2J�31m���x |');
  });
});

describe('cutText', () => {
  it('leaves texts that fit', () => {
    expect(cutText('abcdef', 6)).toBe('abcdef');
  });

  it('counts characters, not code units', () => {
    expect(cutText('🚀🚀🚀🚀🚀🚀🚀', 6)).toBe('🚀🚀🚀...');
    expect(cutText('🚀🚀🚀🚀🚀🚀', 6)).toBe('🚀🚀🚀🚀🚀🚀');
  });
});
