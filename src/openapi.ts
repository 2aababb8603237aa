import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Express, Request, Response } from 'express';
import { type PreparedJson, prepareJson, sendPrepared } from './common/http/prepared-json.js';
import { projectRoot } from './config/project-root.js';
import { liveModels, livePaths } from './generation-jobs/live/live.openapi.js';
import {
  describeExamples,
  describeResponses,
  describeValidators,
  markAliases,
  orderParameters,
} from './openapi-refinements.js';
import { apiVersion } from './version.js';

const about = `Backend of a platform of human-made and AI-generated content.

Lists take \`page\`/\`page_size\`, \`skip\`/\`limit\` or \`cursor\` and answer one envelope; errors have one body with a
stable \`error_code\`. Times are ISO-8601 in UTC. Answers to GET carry an \`ETag\` and may be kept as long as
\`If-None-Match\` finds them unchanged; deprecated operations are older names of others.`;

const redocPage = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Genonaut API</title><meta name="viewport" content="width=device-width" /></head>
  <body style="margin: 0"><redoc spec-url="/openapi.json"></redoc><script src="/redoc/redoc.standalone.js"></script></body>
</html>
`;

/** Builds the OpenAPI document from the decorators; needs no database, so a preview application will do. */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder().setTitle('Genonaut API').setDescription(about).setVersion(apiVersion);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: liveModels,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  Object.assign(document.paths, livePaths());
  markAliases(document);
  describeResponses(document);
  describeValidators(document);
  describeExamples(document);
  orderParameters(document);
  return document;
}

/** Serves the document at /openapi.json and, as pages, at /docs (Swagger UI) and /redoc; no other host is needed. */
export function serveDocumentation(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  let json: PreparedJson | undefined;
  const once = (): OpenAPIObject => (document ??= buildOpenApiDocument(app));
  SwaggerModule.setup('docs', app, once, { raw: false, customSiteTitle: 'Genonaut API' });
  const express: Express = app.getHttpAdapter().getInstance();
  express.get('/openapi.json', (_request, response) => {
    sendPrepared(response, (json ??= prepareJson(JSON.stringify(once()))));
  });
  app.use('/redoc/redoc.standalone.js', (_request: Request, response: Response) => {
    response.sendFile(join(projectRoot, 'dist', 'assets', 'redoc.standalone.js'));
  });
  app.use('/redoc', (_request: Request, response: Response) => {
    response.type('html').send(redocPage);
  });
}
