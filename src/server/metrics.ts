/**
 * The numbers of `counters.ts`, and those of the process, as Prometheus reads them: on a port of its own, on
 * this machine alone. Nothing in them is a secret, and how busy a site is is nobody else's business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { collectDefaultMetrics, Registry, type Metric } from 'prom-client'
import { ConfigError } from './config.ts'
import type { Counters } from './counters.ts'
import { METRICS, type MetricName } from './metric-names.ts'

const LOOPBACK = '127.0.0.1'
/** Whoever reads them comes by one of these names: a page in a browser could be led here by another. */
const NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

/** Listens on `METRICS_PORT`. Throws a `ConfigError` where it cannot. */
export async function serveMetrics(port: number, counters: Counters): Promise<Server> {
  const registry = registryOf(counters)
  collectDefaultMetrics({ register: registry })
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 2_000 },
    (request, response) => void answer(registry, request, response),
  )
  server.maxConnections = 20
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(whyNot(port, error)))
    server.listen(port, LOOPBACK, resolve)
  })
  // It is no reason for the process to go on.
  server.unref()
  return server
}

/** Each metric asks the counters when somebody looks. */
export function registryOf(counters: Counters): Registry {
  const registry = new Registry()
  for (const [name, { kind, help }] of Object.entries(METRICS)) {
    const metric = {
      ...{ name, help, type: kind },
      get: () => {
        const values = counters
          .read(name as MetricName)
          .map((sample) => ({ ...sample, metricName: sample.name }))
        return Promise.resolve({ name, help, type: kind, values, aggregator: 'sum' })
      },
    }
    // What a registry asks of a metric is its name and `get`; the type is that of the package's own classes.
    registry.registerMetric(metric as unknown as Metric)
  }
  return registry
}

async function answer(
  registry: Registry,
  { url, method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isAsked = url === '/metrics' && method === 'GET' && NAMES.test(headers.host ?? '')
  if (!isAsked) return void response.writeHead(404).end()
  const text = await registry.metrics()
  response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
  response.end(text)
}

const whyNot = (port: number, { code }: NodeJS.ErrnoException): ConfigError =>
  new ConfigError(
    `METRICS_PORT is ${port}, which cannot be listened on (${code}). Give it another port, or leave it out.`,
  )
