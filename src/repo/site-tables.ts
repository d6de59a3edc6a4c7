/** The rows of the site's own database: who visits, and which sandboxes there are. */
import type { ColumnType, Generated } from 'kysely'
import type { Secret } from '#lib/secret.ts'

export interface SiteTables {
  readonly visitors: VisitorsTable
  readonly sandboxes: SandboxesTable
}

interface VisitorsTable {
  id: Generated<number>
  /** SHA-256 of the visitor's cookie. */
  token_hash: ColumnType<
    Uint8Array,
    Uint8Array | Secret<Uint8Array>,
    Uint8Array | Secret<Uint8Array>
  >
  inserted_at: number
  last_seen_at: number
}

interface SandboxesTable {
  /** 32 random hex digits; the name of its file. */
  id: string
  visitor_id: number
  /** 1, 2, 3 … for each visitor: reset and expiry make the next one. */
  number: number
  inserted_at: number
  last_used_at: number
  /** Milliseconds by which the reader moved its clock on. */
  clock_offset: Generated<number>
  /** 32 random hex digits, by which a program finds it. Opens nothing without a token of a user in it. */
  api_key: string
  /** 1 when the reader has switched passwords on in the registration. */
  registration_with_password: Generated<number>
  /** `null` while it is the visitor's open sandbox. */
  ended_at: number | null
  /** `reset`, `expired` … */
  ended_reason: string | null
}
