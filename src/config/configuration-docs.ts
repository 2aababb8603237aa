import { environmentVariable, type SettingKey, settings } from './config.schema.js';
import { environments } from './environment.js';
import { readConfigFile } from './load-config.js';
import { projectRoot } from './project-root.js';

const introduction = `# Configuration

<!-- Written by \`npm run docs:write\` from src/config/config.schema.ts and config/*.json; a test compares them. -->

A setting has one name in three spellings: \`rate-limit.enabled\` in the code, nested objects in \`config/*.json\`, and
\`RATE_LIMIT_ENABLED\` in the environment. Later sources win:

1. \`config/base.json\`
2. \`config/<environment>.json\`
3. \`env/.env.shared\`, then \`env/.env.<environment>\`
4. the environment of the process
5. \`env/.env\`

\`APP_ENV\` picks the environment (${environments.map((name) => `\`${name}\``).join(', ')}; \`dev\` unless set). \`ENV_TARGET\` does the same in the form
\`local-demo\` or \`cloud-prod\`; if both are set they must agree. A process refuses to start on a missing, unknown or
out-of-bounds setting, with a message that names it. Only \`src/config\` reads the environment.

## Stores and secrets

Given by environment variable only.

| variable | meaning |
|---|---|
| \`DATABASE_URL\` | PostgreSQL, for \`dev\` and \`prod\`; for \`demo\` and \`test\` with the database's name replaced by \`database-name\` |
| \`DATABASE_URL_DEMO\`, \`DATABASE_URL_TEST\` | PostgreSQL of those environments, used as they are |
| \`DB_HOST\`, \`DB_PORT\`, \`DB_NAME\`, \`DB_NAME_DEMO\`, \`DB_NAME_TEST\`, \`DB_USER\`, \`DB_PASSWORD_RW\`, \`DB_PASSWORD_ADMIN\` | the same in pieces, heard when there is no URL |
| \`REDIS_URL\` | Redis; \`maxmemory-policy\` must be \`noeviction\` |
| \`DATA_DIR\` | folder of the embedded servers and of generated files; \`.data\` in the checkout unless set |
| \`API_SECRET_KEY\` | at least 16 characters of your own; required in \`prod\` |
| \`BUILD_COMMIT\`, \`BUILD_TIME\` | shown by \`/api/v1/info\` |

Without a database or Redis URL the process starts or joins the embedded servers, whose data is in \`DATA_DIR\`; in
\`prod\` it refuses to start.

## Settings

| key | environment variable | accepts | default | differs in | meaning |
|---|---|---|---|---|---|
`;

function show(value: unknown): string {
  return `\`${Array.isArray(value) ? value.join(', ') : String(value)}\``;
}

/** Writes docs/configuration.md out of the settings schema and the configuration files. */
export function renderConfigurationDocs(): string {
  const base = readConfigFile(projectRoot, 'base');
  const overrides = environments.map((name) => ({ name, values: readConfigFile(projectRoot, name) }));
  const rows = (Object.keys(settings) as SettingKey[]).map((key) => {
    const differs = overrides
      .filter(({ values }) => values.has(key))
      .map(({ name, values }) => `${name}: ${show(values.get(key))}`)
      .join('<br>');
    const { accepts, about } = settings[key];
    return `| \`${key}\` | \`${environmentVariable(key)}\` | ${accepts} | ${show(base.get(key))} | ${differs} | ${about} |`;
  });
  return `${introduction}${rows.join('\n')}\n`.replaceAll(/\| +\|/g, '| |');
}
