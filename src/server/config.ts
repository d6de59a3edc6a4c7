/**
 * Reads the environment, once. A wrong value stops the start with a sentence
 * that names the variable, what it was, and what it may be.
 */
import { resolve } from 'node:path'
import { secret, type Secret } from '#lib/secret.ts'
import { IDLE_HOURS } from '#sandbox/idle-hours.ts'

export interface Config {
  readonly host: string
  readonly port: number
  /** What the browser's address bar shows, without a path: `http://localhost:4321`. */
  readonly publicOrigin: URL
  readonly dataDirectory: string
  readonly logLevel: LogLevel
  /** Where Prometheus reads, on this machine alone; `null` where nobody does. */
  readonly metricsPort: number | null
  /** By what name a balancer knows this one of several servers; `null`: by one that it makes up and keeps. */
  readonly serverName: string | null
  /** For how long the others leave a server alone that they hear nothing of. */
  readonly serverLeaseSeconds: number
  /** For how long a server that is to end says so before it takes nothing new. */
  readonly drainNoticeSeconds: number
  /** Whether requests are watched. Switched off, no trace holds a step: for load tests, never for readers. */
  readonly watch: boolean
  /** What opens the teacher’s side of the course; `null` where nobody has one. */
  readonly teacherKey: string | null
  /** Where the site's own database is, with a password; `null`: in a file of the data directory. */
  readonly siteDatabaseUrl: Secret<string> | null
  readonly siteDatabaseConnections: number
  readonly limits: Limits
}

interface Bounds {
  /** What it is when nobody sets it. */
  readonly unset: number
  readonly least: number
  readonly most: number
}

/** Every variable that takes a whole number. */
export const NUMBERS = {
  PORT: { unset: 4321, least: 1, most: 65_535 },
  // Nobody reads where it is not set.
  METRICS_PORT: { unset: 0, least: 1, most: 65_535 },
  // A proxy that asks every second has noticed by then.
  DRAIN_NOTICE_SECONDS: { unset: 3, least: 0, most: 60 },
  // Each of several servers has so many, and PostgreSQL a hundred for all of them.
  SITE_DATABASE_CONNECTIONS: { unset: 10, least: 1, most: 500 },
  // PostgreSQL may be away for ten seconds, and a server for as long as it takes to start again.
  SERVER_LEASE_SECONDS: { unset: 30, least: 3, most: 600 },
  TRUSTED_PROXIES: { unset: 0, least: 0, most: 10 },
  LIMIT_BODY_BYTES: { unset: 16_384, least: 1_024, most: 1_048_576 },
  LIMIT_OPEN_SANDBOXES: { unset: 128, least: 1, most: 10_000 },
  // Ten thousand of them, each with what it takes when few have acted in it.
  LIMIT_DISK_MEBIBYTES: { unset: 2_048, least: 1, most: 100_000_000 },
  LIMIT_SANDBOXES: { unset: 10_000, least: 1, most: 1_000_000 },
  // Generous: a class of forty behind one address starts together.
  LIMIT_NEW_SANDBOXES: { unset: 240, least: 1, most: 1_000_000 },
  LIMIT_RESETS: { unset: 60, least: 1, most: 1_000_000 },
  LIMIT_STARTS: { unset: 400, least: 1, most: 1_000_000 },
  LIMIT_CONSOLE_CALLS: { unset: 300, least: 1, most: 1_000_000 },
  // It is open again within milliseconds.
  SANDBOX_SLEEP_MINUTES: { unset: 5, least: 1, most: 1_440 },
  SANDBOX_IDLE_HOURS: { unset: IDLE_HOURS, least: 1, most: 8_760 },
  LIMIT_STREAMS_PER_VISITOR: { unset: 4, least: 1, most: 1_000 },
  // One for each browser: a class of forty behind one address, and their second windows.
  LIMIT_STREAMS_PER_ADDRESS: { unset: 100, least: 1, most: 100_000 },
  LIMIT_STREAMS: { unset: 500, least: 1, most: 100_000 },
  LIMIT_LIVE_PAGES: { unset: 2_000, least: 1, most: 100_000 },
  LIMIT_LIVE_PAGES_PER_VISITOR: { unset: 24, least: 1, most: 1_000 },
  LIMIT_LIVE_PAGES_PER_ADDRESS: { unset: 1_000, least: 1, most: 100_000 },
  LIMIT_CONNECTIONS: { unset: 2_000, least: 10, most: 100_000 },
  // Six for each browser: a lecture hall behind one address.
  LIMIT_CONNECTIONS_PER_ADDRESS: { unset: 1_000, least: 10, most: 100_000 },
  LIMIT_AT_ONCE: { unset: 64, least: 1, most: 10_000 },
  LIMIT_REQUESTS: { unset: 10, least: 1, most: 1_000_000 },
  LIMIT_LOG_INS: { unset: 10, least: 1, most: 1_000_000 },
  LIMIT_LINKS: { unset: 30, least: 1, most: 1_000_000 },
  LIMIT_MAILS: { unset: 30, least: 1, most: 1_000_000 },
  LIMIT_SEARCHES: { unset: 20, least: 1, most: 1_000_000 },
} as const satisfies Readonly<Record<string, Bounds>>

/** Every variable that takes one of a few words. */
export const WORDS = {
  LOG_LEVEL: { unset: 'info', words: ['silent', 'error', 'info', 'debug'] },
  GLASSHOUSE_WATCH: { unset: 'on', words: ['on', 'off'] },
  GLASSHOUSE_LIMITS: { unset: 'on', words: ['on', 'off'] },
  PLAIN_HTTP: { unset: 'refused', words: ['refused', 'allowed'] },
} as const

type WordOf<Name extends keyof typeof WORDS> = (typeof WORDS)[Name]['words'][number]

export type LogLevel = WordOf<'LOG_LEVEL'>

export interface Limits {
  /** Whether requests are counted at all; load tests switch this off. */
  readonly on: boolean
  /** Reverse proxies in front of this server whose `X-Forwarded-For` entry is believed. */
  readonly trustedProxies: number
  readonly bodyBytes: number
  readonly openSandboxes: number
  readonly sandboxes: number
  readonly diskMebibytes: number
  readonly newSandboxesPerAddressAndHour: number
  readonly resetsPerVisitorAndHour: number
  readonly startsPerVisitorAndHour: number
  readonly callsPerVisitorAndMinute: number
  readonly sandboxIdleHours: number
  readonly sandboxSleepMinutes: number
  readonly streamsPerVisitor: number
  readonly streamsPerAddress: number
  readonly streams: number
  /** Live views that are kept for open pages. */
  readonly livePages: number
  readonly livePagesPerVisitor: number
  readonly livePagesPerAddress: number
  readonly connections: number
  readonly connectionsPerAddress: number
  /** Requests that are worked on at the same time. Others wait for their turn. */
  readonly requestsAtOnce: number
  readonly requestsPerVisitorAndSecond: number
  /** In ten minutes, for one account of one visitor. */
  readonly failedLogIns: number
  /** In ten minutes. */
  readonly failedLinks: number
  readonly mailsPerVisitorAndMinute: number
  readonly searchesPerVisitorAndMinute: number
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads and checks every variable. Throws a `ConfigError` for the first wrong one. */
export function readConfig(env: Environment): Config {
  const port = integer(env, 'PORT')
  const publicOrigin = origin(env, `http://localhost:${port}`)
  return Object.freeze({
    host: env.HOST || '127.0.0.1',
    port,
    publicOrigin,
    dataDirectory: resolve(env.DATA_DIR || 'var'),
    logLevel: oneOf(env, 'LOG_LEVEL'),
    metricsPort: integer(env, 'METRICS_PORT') || null,
    serverName: serverName(env),
    serverLeaseSeconds: integer(env, 'SERVER_LEASE_SECONDS'),
    drainNoticeSeconds: integer(env, 'DRAIN_NOTICE_SECONDS'),
    watch: oneOf(env, 'GLASSHOUSE_WATCH') === 'on',
    teacherKey: teacherKey(env),
    siteDatabaseUrl: siteDatabaseUrl(env),
    siteDatabaseConnections: integer(env, 'SITE_DATABASE_CONNECTIONS'),
    limits: readLimits(env),
  })
}

function readLimits(env: Environment): Limits {
  return Object.freeze({
    on: oneOf(env, 'GLASSHOUSE_LIMITS') === 'on',
    trustedProxies: integer(env, 'TRUSTED_PROXIES'),
    bodyBytes: integer(env, 'LIMIT_BODY_BYTES'),
    openSandboxes: integer(env, 'LIMIT_OPEN_SANDBOXES'),
    sandboxes: integer(env, 'LIMIT_SANDBOXES'),
    diskMebibytes: integer(env, 'LIMIT_DISK_MEBIBYTES'),
    newSandboxesPerAddressAndHour: integer(env, 'LIMIT_NEW_SANDBOXES'),
    resetsPerVisitorAndHour: integer(env, 'LIMIT_RESETS'),
    startsPerVisitorAndHour: integer(env, 'LIMIT_STARTS'),
    callsPerVisitorAndMinute: integer(env, 'LIMIT_CONSOLE_CALLS'),
    sandboxIdleHours: integer(env, 'SANDBOX_IDLE_HOURS'),
    sandboxSleepMinutes: integer(env, 'SANDBOX_SLEEP_MINUTES'),
    streamsPerVisitor: integer(env, 'LIMIT_STREAMS_PER_VISITOR'),
    streamsPerAddress: integer(env, 'LIMIT_STREAMS_PER_ADDRESS'),
    streams: integer(env, 'LIMIT_STREAMS'),
    livePages: integer(env, 'LIMIT_LIVE_PAGES'),
    livePagesPerVisitor: integer(env, 'LIMIT_LIVE_PAGES_PER_VISITOR'),
    livePagesPerAddress: integer(env, 'LIMIT_LIVE_PAGES_PER_ADDRESS'),
    connections: integer(env, 'LIMIT_CONNECTIONS'),
    connectionsPerAddress: integer(env, 'LIMIT_CONNECTIONS_PER_ADDRESS'),
    requestsAtOnce: integer(env, 'LIMIT_AT_ONCE'),
    requestsPerVisitorAndSecond: integer(env, 'LIMIT_REQUESTS'),
    failedLogIns: integer(env, 'LIMIT_LOG_INS'),
    failedLinks: integer(env, 'LIMIT_LINKS'),
    mailsPerVisitorAndMinute: integer(env, 'LIMIT_MAILS'),
    searchesPerVisitorAndMinute: integer(env, 'LIMIT_SEARCHES'),
  })
}

// It is the value of a cookie.
function serverName({ SERVER_NAME: given }: Environment): string | null {
  if (given === undefined || given === '') return null
  if (/^[a-z\d][a-z\d-]{0,31}$/.test(given)) return given
  throw new ConfigError(
    `SERVER_NAME is "${given}". It takes up to 32 small letters, digits and hyphens, such as a or server-1.`,
  )
}

const LEAST_KEY = 12
const MOST_KEY = 200

// The key itself is in no sentence: what stops a start stands in logs.
function teacherKey({ TEACHER_KEY: given }: Environment): string | null {
  if (given === undefined || given === '') return null
  const length = [...given].length
  if (length >= LEAST_KEY && length <= MOST_KEY && given === given.trim()) return given
  throw new ConfigError(
    `TEACHER_KEY is ${length} characters long. It takes ${LEAST_KEY} to ${MOST_KEY}, without a space at either end.`,
  )
}

/** The address of a database in PostgreSQL, or `null` for none. What was given is in no sentence: it holds a password. */
export function siteDatabaseUrl({ SITE_DATABASE_URL: given }: Environment): Secret<string> | null {
  if (given === undefined || given === '') return null
  const url = URL.parse(given)
  const isPostgres = url !== null && /^postgres(?:ql)?:$/.test(url.protocol)
  if (isPostgres && url.pathname.length > 1) return secret(given)
  throw new ConfigError(
    'SITE_DATABASE_URL is no address of a database in PostgreSQL. ' +
      'It takes one such as postgres://glasshouse:password@localhost:5432/glasshouse.',
  )
}

function integer(env: Environment, name: keyof typeof NUMBERS): number {
  const { unset, least, most }: Bounds = NUMBERS[name]
  const given = env[name]
  if (given === undefined || given === '') return unset
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  throw new ConfigError(`${name} is "${given}". It takes a whole number from ${least} to ${most}.`)
}

function oneOf<Name extends keyof typeof WORDS>(env: Environment, name: Name): WordOf<Name> {
  const { unset, words } = WORDS[name]
  const given = env[name] || unset
  const word = words.find((candidate): candidate is WordOf<Name> => candidate === given)
  if (word) return word
  throw new ConfigError(`${name} is "${given}". It takes one of: ${words.join(', ')}.`)
}

/** Whether what readers send can be read on its way: plain http to anywhere but this machine. */
export const isReadOnTheWay = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && !/^(?:.+\.)?localhost$/.test(hostname)

function origin(env: Environment, fallback: string): URL {
  const given = env.PUBLIC_ORIGIN || fallback
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new ConfigError(
      `PUBLIC_ORIGIN is "${given}". It takes a scheme and a host, such as https://course.example.`,
    )
  }
  // Whoever is on the same network reads what goes over plain http, sessions and passwords too.
  const plainHttp = oneOf(env, 'PLAIN_HTTP')
  if (isReadOnTheWay(url) && plainHttp === 'refused') {
    throw new ConfigError(
      `PUBLIC_ORIGIN is "${given}", and anybody on the way can read plain http. ` +
        'Give it https, or set PLAIN_HTTP=allowed for a class on one network.',
    )
  }
  return url
}
