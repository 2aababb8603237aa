import { createApi } from './create-api.js';
import { runProcess } from './process.js';

await runProcess('api', async (config, logger) => {
  const app = await createApi(config, logger);
  await app.listen(config.get('api-port'), config.get('api-host'));
  logger.info(`api listening on port ${config.get('api-port')}`);
  return app;
});
