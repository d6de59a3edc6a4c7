/**
 * Reads the environment, once. A wrong value stops the start with a sentence
 * that names the variable, what it was, and what it may be.
 */
import { resolve } from 'node:path'
import { IDLE_HOURS } from '#sandbox/idle-hours.ts'

export interface Config {
  readonly host: string
  readonly port: number
  /** What the browser's address bar shows, without a path: `http://localhost:4321`. */
  readonly publicOrigin: URL
  readonly dataDirectory: string
  readonly logLevel: LogLevel
  /** Whether requests are watched. Switched off, no trace holds a step: for load tests, never for readers. */
  readonly watch: boolean
  readonly limits: Limits
}

const LOG_LEVELS = ['silent', 'error', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface Limits {
  /** Whether requests are counted at all; load tests switch this off. */
  readonly on: boolean
  /** Reverse proxies in front of this server whose `X-Forwarded-For` entry is believed. */
  readonly trustedProxies: number
  readonly bodyBytes: number
  readonly openSandboxes: number
  readonly sandboxes: number
  readonly newSandboxesPerAddressAndHour: number
  readonly resetsPerVisitorAndHour: number
  readonly sandboxIdleHours: number
  readonly streamsPerVisitor: number
  readonly streamsPerAddress: number
  readonly streams: number
  /** Live views that are kept for open pages. */
  readonly livePages: number
  readonly livePagesPerVisitor: number
  readonly connections: number
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads and checks every variable. Throws a `ConfigError` for the first wrong one. */
export function readConfig(env: Environment): Config {
  const port = integer(env, 'PORT', 4321, 1, 65_535)
  const publicOrigin = origin(env, `http://localhost:${port}`)
  return Object.freeze({
    host: env.HOST || '127.0.0.1',
    port,
    publicOrigin,
    dataDirectory: resolve(env.DATA_DIR || 'var'),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    watch: oneOf(env, 'GLASSHOUSE_WATCH', ['on', 'off'] as const, 'on') === 'on',
    limits: Object.freeze({
      on: oneOf(env, 'GLASSHOUSE_LIMITS', ['on', 'off'] as const, 'on') === 'on',
      trustedProxies: integer(env, 'TRUSTED_PROXIES', 0, 0, 10),
      bodyBytes: integer(env, 'LIMIT_BODY_BYTES', 16_384, 1_024, 1_048_576),
      openSandboxes: integer(env, 'LIMIT_OPEN_SANDBOXES', 200, 1, 10_000),
      sandboxes: integer(env, 'LIMIT_SANDBOXES', 10_000, 1, 1_000_000),
      // Generous: a class of forty behind one address starts together.
      newSandboxesPerAddressAndHour: integer(env, 'LIMIT_NEW_SANDBOXES', 240, 1, 1_000_000),
      resetsPerVisitorAndHour: integer(env, 'LIMIT_RESETS', 60, 1, 1_000_000),
      sandboxIdleHours: integer(env, 'SANDBOX_IDLE_HOURS', IDLE_HOURS, 1, 8_760),
      streamsPerVisitor: integer(env, 'LIMIT_STREAMS_PER_VISITOR', 4, 1, 1_000),
      // One for each browser: a class of forty behind one address, and their second windows.
      streamsPerAddress: integer(env, 'LIMIT_STREAMS_PER_ADDRESS', 100, 1, 100_000),
      streams: integer(env, 'LIMIT_STREAMS', 500, 1, 100_000),
      livePages: integer(env, 'LIMIT_LIVE_PAGES', 2_000, 1, 100_000),
      livePagesPerVisitor: integer(env, 'LIMIT_LIVE_PAGES_PER_VISITOR', 24, 1, 1_000),
      connections: integer(env, 'LIMIT_CONNECTIONS', 2_000, 10, 100_000),
    }),
  })
}

function integer(env: Environment, name: string, fallback: number, least: number, most: number) {
  const given = env[name]
  if (given === undefined || given === '') return fallback
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  throw new ConfigError(`${name} is "${given}". It takes a whole number from ${least} to ${most}.`)
}

function oneOf<Choice extends string>(
  env: Environment,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const given = env[name]
  if (given === undefined || given === '') return fallback
  const choice = choices.find((candidate) => candidate === given)
  if (choice) return choice
  throw new ConfigError(`${name} is "${given}". It takes one of: ${choices.join(', ')}.`)
}

function origin(env: Environment, fallback: string): URL {
  const given = env.PUBLIC_ORIGIN || fallback
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new ConfigError(
      `PUBLIC_ORIGIN is "${given}". It takes a scheme and a host, such as https://course.example.`,
    )
  }
  // Browsers keep `__Host-` cookies over plain http for localhost only, so nobody could log in.
  if (url.protocol === 'http:' && !/^(?:.+\.)?localhost$/.test(url.hostname)) {
    throw new ConfigError(
      `PUBLIC_ORIGIN is "${given}". Cookies need https; plain http works for http://localhost only.`,
    )
  }
  return url
}
