import { demoUserId } from '../demo-data/demo-users.js';

/** What to open and to type next, told once the api answers. */
export function welcome(environment: 'demo' | 'dev', url: string, seconds: number): string {
  const demo = [
    '',
    `  One user        ${url}/api/v1/users/${demoUserId}`,
    '  Make traffic    npm run traffic -- --seconds 20',
    '  Then see it     npm run cli -- analytics:drain',
    '                  npm run cli -- analytics:rollup --include-current',
    '                  make cache-analysis-relative n=5',
  ];
  return [
    '',
    `Genonaut (${environment}) is ready after ${seconds.toFixed(1)} s. Ctrl-C stops it.`,
    '',
    `  Try the API     ${url}/docs`,
    `  Read the API    ${url}/redoc`,
    `  A first answer  ${url}/api/v1/content/unified?page_size=5`,
    ...(environment === 'demo' ? demo : []),
    '',
  ].join('\n');
}
