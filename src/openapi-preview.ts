import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { loadConfig } from './config/load-config.js';
import { createLogger } from './logging/logger.js';
import { buildOpenApiDocument } from './openapi.js';

/** The OpenAPI document without a running application: nothing is instantiated, no store is reached. */
export async function previewOpenApiDocument(): Promise<OpenAPIObject> {
  const config = loadConfig({ variables: { APP_ENV: 'test', LOG_FORMAT: 'json' } });
  const module = AppModule.register(config, createLogger(config));
  const app = await NestFactory.create(module, { preview: true, logger: false });
  return buildOpenApiDocument(app);
}

/** The text of docs/openapi.json. */
export function formatOpenApiDocument(document: OpenAPIObject): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
