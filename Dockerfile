# The course as one container. Behind a proxy that speaks https:
#
#   docker build -t glasshouse --build-arg PUBLIC_ORIGIN=https://course.example .
#   docker run --rm -p 127.0.0.1:4321:4321 -v glasshouse:/data \
#     -e PUBLIC_ORIGIN=https://course.example -e TRUSTED_PROXIES=1 glasshouse
#
# deploy/compose.yaml starts it beside Caddy.

FROM node:24-bookworm AS build
WORKDIR /glasshouse
# Packages change less often than the course does.
COPY package.json package-lock.json ./
COPY src/tasks src/tasks
RUN node src/tasks/install-only.mjs
COPY . .
# Pages that are built once carry their address in their heads, for search engines and cards.
ARG PUBLIC_ORIGIN
RUN npm run build

FROM node:24-bookworm-slim
WORKDIR /glasshouse
COPY --from=build /glasshouse ./
# Nobody: it owns nothing of the program, and the volume alone.
RUN useradd --system --uid 10001 --no-create-home glasshouse && mkdir /data && chown glasshouse /data
USER 10001
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4321 DATA_DIR=/data
VOLUME /data
EXPOSE 4321
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:4321/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/tasks/serve.mjs"]
