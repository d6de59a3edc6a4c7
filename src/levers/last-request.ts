/** The last request of a sandbox, as a page tells of it. */
export interface LastRequest {
  /** `POST /users/register` */
  readonly title: string
  /** Who acted: `you`, `alice` … */
  readonly persona: string
  readonly status: number | null
  /** Of its trace; `null` when that has fallen out. */
  readonly href: string | null
  /** `changed one row of users` */
  readonly changed: string
  /** `Gone: the table users.` */
  readonly schema: readonly string[]
}
