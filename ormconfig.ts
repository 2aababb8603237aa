import { DataSource } from 'typeorm';
import { migrations } from './migrations/index.js';
import { loadConfig } from './src/config/load-config.js';
import { dataSourceOptions } from './src/database/data-source.js';

/** What the TypeORM command line works on. */
export default new DataSource({ ...dataSourceOptions(loadConfig()), migrations, logger: 'advanced-console' });
