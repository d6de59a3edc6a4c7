/**
 * Every number that the server keeps of itself, in the order of the alphabet. A name that is not here does not
 * compile where it is counted, and one that is here is counted somewhere: a test holds that, and that the
 * dashboard under `deploy/` asks for no other.
 */
export interface Metric {
  /** A counter only grows; a gauge is read when somebody looks; a histogram takes seconds. */
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** Few values each, and never a word that somebody sent. */
  readonly labels: readonly string[]
}

export const METRICS = {
  glasshouse_clock_ahead_seconds: {
    kind: 'gauge',
    help: 'By how much the machine’s clock is behind the time that this server goes by: it was set back.',
    labels: [],
  },
  glasshouse_connections: {
    kind: 'gauge',
    help: 'Connections that are open.',
    labels: [],
  },
  glasshouse_disk_left_bytes: {
    kind: 'gauge',
    help: 'What is left on the disk under DATA_DIR.',
    labels: [],
  },
  glasshouse_events_total: {
    kind: 'counter',
    help: 'What somebody may ask for later: log-ins, limits that were hit, resets.',
    labels: ['event'],
  },
  glasshouse_lease_left_seconds: {
    kind: 'gauge',
    help: 'Where several servers share the site’s database: for how long this one may serve its sandboxes without asking.',
    labels: [],
  },
  glasshouse_leases_lost_total: {
    kind: 'counter',
    help: 'How often this server was taken for gone by another, and has lost its sandboxes.',
    labels: [],
  },
  glasshouse_log_left_out_total: {
    kind: 'counter',
    help: 'Lines that a flood would have written into the log, by what they would have told.',
    labels: ['event'],
  },
  glasshouse_log_lost_total: {
    kind: 'counter',
    help: 'Lines of the log that its disk did not take.',
    labels: [],
  },
  glasshouse_misdirected_total: {
    kind: 'counter',
    help: 'Requests for a sandbox that is on another server: the balancer’s mistakes.',
    labels: [],
  },
  glasshouse_refused_total: {
    kind: 'counter',
    help: 'Requests that were turned away before they were worked on, by why.',
    labels: ['reason'],
  },
  glasshouse_request_seconds: {
    kind: 'histogram',
    help: 'How long an answer took, from its request to its last byte.',
    labels: [],
  },
  glasshouse_requests_in_flight: {
    kind: 'gauge',
    help: 'Requests that are being worked on, open streams among them.',
    labels: [],
  },
  glasshouse_requests_total: {
    kind: 'counter',
    help: 'Requests that were answered, by the route and the status of the answer.',
    labels: ['route', 'status'],
  },
  glasshouse_requests_waiting: {
    kind: 'gauge',
    help: 'Requests that wait for their turn.',
    labels: [],
  },
  glasshouse_sweeps_total: {
    kind: 'counter',
    help: 'Rounds of the sweeper, which ends what nobody uses, by whether they came to their end.',
    labels: ['outcome'],
  },
  glasshouse_swept_total: {
    kind: 'counter',
    help: 'Sandboxes that the sweeper ended.',
    labels: [],
  },
  glasshouse_uncaught_total: {
    kind: 'counter',
    help: 'Exceptions and rejections that nobody caught: faults of this program.',
    labels: ['kind'],
  },
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof METRICS
