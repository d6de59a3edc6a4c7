/** A row of a sandbox, whose it is, and how it may end. */
export interface Visitor {
  readonly id: number
}

export interface SandboxRow {
  readonly id: string
  readonly visitor_id: number
  readonly number: number
  readonly inserted_at: number
  readonly last_used_at: number
  readonly clock_offset: number
  readonly api_key: string
  readonly registration_with_password: number
  readonly place: string | null
  readonly bending: string | null
  readonly draws: number | null
  /** The stay of the server that has its files; `null` where there is one server. */
  readonly server: string | null
}

/** The stay of this server, which its sandboxes name. It is another one after its lease was lost. */
export interface OwnServer {
  readonly id: string
}

/** Why a sandbox ended. The first two are what its reader asked for; what is set aside may be put back. */
export type Ending = 'reset' | 'deleted' | typeof ASIDE | Loss
export const ASIDE = 'aside'
/** `gone` is what was on a server that is. */
export const LOSSES = ['unused', 'room', 'broken', 'gone'] as const
export type Loss = (typeof LOSSES)[number]

/** A sandbox that ended although nobody asked for it. */
export interface LostSandbox {
  readonly number: number
  readonly reason: Loss
}
