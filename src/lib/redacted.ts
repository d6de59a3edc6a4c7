/** What stands in place of a secret, in a trace, a log or a printed changeset. As Ecto prints it. */
export const REDACTED = '**redacted**'
