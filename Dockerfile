# Works with BuildKit and with the builder before it. On its own, `docker build .` gives the image for production;
# docker-compose.yml builds the stage `dev`.

# What the image for production and the one for development share.
FROM node:24-bookworm-slim AS base
WORKDIR /app
ENV HOST=0.0.0.0 PORT=4000
EXPOSE 4000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# The source with all packages.
FROM base AS source
# Prisma and npm look for newer versions of themselves otherwise.
ENV CHECKPOINT_DISABLE=1 NPM_CONFIG_UPDATE_NOTIFIER=false
# Of the source, only what the client is generated from: packages are installed anew when it changes, not more often.
COPY package.json package-lock.json prisma.config.ts ./
COPY scripts/schema-engine.ts scripts/
COPY prisma prisma
RUN npm ci --no-audit --no-fund && npm cache clean --force
COPY tsconfig.json tsconfig.build.json ./
COPY seeds seeds
COPY src src

# For docker-compose.yml, which mounts the source over the copy here. The folder of generated files is empty then:
# the container fills it when it starts; a SIGTERM meanwhile counts when that is done. Node's own --watch loses a file
# that an editor saves by renaming another.
FROM source AS dev
USER node
CMD ["sh", "-c", "trap 'exit 0' TERM; npm run generate && exec node_modules/.bin/tsx watch --clear-screen=false --include 'src/**/*.ts' src/main.ts"]

FROM source AS build
RUN npm run build
# The compiled service needs no loader, its client is generated, and its database is another's: the packages for that
# serve a clone alone. Of Prisma's client, the engines of other databases are four fifths.
RUN npm uninstall --offline --ignore-scripts --no-audit --no-fund --omit=dev --omit=optional prisma tsx \
 && find node_modules -type d -empty -delete \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
 && find node_modules/@prisma/client/runtime -name 'query_compiler_*' ! -name 'query_compiler_fast_bg.postgresql*.mjs' -delete

FROM base
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma/migrations prisma/migrations
COPY --from=build /app/seeds seeds
COPY --from=build /app/dist dist
USER node
# Node itself is the first process, so that it is the one that SIGTERM reaches.
# Without a bound garbage piles up in the heap, at no gain in speed (docs/performance.md).
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=1024", "dist/main.js"]
