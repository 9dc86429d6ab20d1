# One image for all programs: the command chooses which. No build tools, no package manager at work, no root.
#   docker build -t gatehouse .
#   docker run … gatehouse node apps/resource-server/src/main.ts
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/admin-client/package.json packages/admin-client/
COPY packages/config/package.json packages/config/
COPY packages/http/package.json packages/http/
COPY packages/logging/package.json packages/logging/
COPY packages/oauth-guard/package.json packages/oauth-guard/
COPY packages/tracing/package.json packages/tracing/
COPY packages/html/package.json packages/html/
COPY packages/relying-party/package.json packages/relying-party/
COPY packages/database/package.json packages/database/
COPY packages/storage/package.json packages/storage/
COPY packages/testkit/package.json packages/testkit/
COPY apps/authorization-server/package.json apps/authorization-server/
COPY apps/console/package.json apps/console/
COPY apps/gateway/package.json apps/gateway/
COPY apps/quickstart/package.json apps/quickstart/
COPY apps/resource-server/package.json apps/resource-server/
COPY apps/web-app/package.json apps/web-app/
COPY apps/worker/package.json apps/worker/

# Node comes with the base image. The packages that bring it are the only ones for one processor alone: for `none` they stay out.
FROM manifests AS modules
RUN npm ci --omit=dev --cpu=none --ignore-scripts && npm cache clean --force

# Makes the development certificates (docker-compose.yml); never part of the image that runs.
FROM manifests AS certificates
RUN npm ci --omit=optional --ignore-scripts && npm cache clean --force
COPY certs certs
RUN mkdir /certificates && chown node:node /certificates
USER node
CMD ["node", "certs/make.ts", "--directory", "/certificates"]

FROM ${NODE_IMAGE} AS sources
ENV NODE_ENV=production
# Memory of password hashes (19 MB each) goes back when they are done.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576 NODE_OPTIONS=--max-semi-space-size=4
ENV NODE_COMPILE_CACHE=/app/node_modules/.cache/gatehouse
WORKDIR /app
COPY --from=modules /app ./
COPY packages packages
COPY apps apps
# What `gatehouse clients add` prints.
COPY examples examples
# The one place that is written to: mount a volume here, or use PostgreSQL and mount nothing.
RUN mkdir .gatehouse && chown node:node .gatehouse && chmod 0700 .gatehouse

# Each program once, up to its settings, and the authorization server until it is ready: what Node makes of the sources is
# kept. Without it each start would parse TypeScript, and the parser would stay in memory (17 MB). As the account and with
# the options of later: Node takes it for no others.
FROM sources AS compiled
RUN mkdir -p node_modules/.cache && chown node:node node_modules/.cache
USER node
RUN for program in resource-server gateway web-app console; do node apps/$program/src/main.ts --help > /dev/null || exit 1; done
RUN export GATEHOUSE_ISSUER=http://localhost:3000 GATEHOUSE_TLS=false GATEHOUSE_STATE_DIRECTORY=/tmp/state; \
  export GATEHOUSE_DATABASE_URL=sqlite:/tmp/state/database.sqlite; \
  node apps/authorization-server/src/main.ts > /tmp/log & server=$!; \
  ready='fetch("http://127.0.0.1:9000/readyz").then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))'; \
  until node -e "$ready"; do kill -0 $server || { cat /tmp/log; exit 1; }; sleep 1; done; \
  kill $server && wait $server

FROM sources AS programs
# Written by nobody at work: code that runs comes from the image alone.
COPY --from=compiled --chown=root:root --chmod=0755 /app/node_modules/.cache node_modules/.cache
USER node
EXPOSE 3000 3001 3002 3003 3006
ENV HEALTH_URL=http://127.0.0.1:9000/readyz
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/authorization-server/src/main.ts"]
