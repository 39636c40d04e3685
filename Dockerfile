# Builds with everything, runs with what production needs, as an ordinary user.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build
# What npm keeps because something could use it, and what is in the build already, goes too: of no use but to whoever breaks in. npm writes
# package-lock.json anew, which counts as a source: without a newer build the console would build again at its start.
RUN npm prune --omit=dev && rm -rf node_modules/@next/swc-* node_modules/*playwright* node_modules/typescript node_modules/lightningcss-* node_modules/lucide-react .next/cache && mkdir -m 1777 .next/cache && touch .next/BUILD_ID .next/console/start.mjs

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 DATA_DIR=/data
# Memory that an engine mounts over a folder takes the folder's mode and belongs to root: so that the console's user may write there.
RUN mkdir -m 1777 /data && chown node:node /data
COPY --from=build /app /app
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/api/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "lib/commands/start.mjs"]
