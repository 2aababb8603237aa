FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS build
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ormconfig.ts ./
COPY scripts scripts
COPY migrations migrations
COPY src src
RUN npm run build

# Optional packages hold the image codecs of this platform, and a Node of which the base image has its own.
FROM base AS dependencies
RUN npm ci --no-audit --no-fund --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM base
ARG BUILD_COMMIT BUILD_TIME
ENV NODE_ENV=production APP_ENV=prod STORAGE_DIR=/var/lib/genonaut BUILD_COMMIT=$BUILD_COMMIT BUILD_TIME=$BUILD_TIME
COPY config config
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /var/lib/genonaut && chown node:node /var/lib/genonaut
VOLUME /var/lib/genonaut
USER node
EXPOSE 8001
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.API_PORT ?? 8001}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
