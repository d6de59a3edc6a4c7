/** Three lines to begin with. Choosing one types it, and does not run it. */
export const BEGINNINGS = [
  'exports Accounts',
  'Accounts.register_user(%{})',
  'h Accounts.register_user/1',
] as const

interface Key {
  readonly sign: string
  readonly name: string
  /** What it types. */
  readonly text?: string
  /** What it does. */
  readonly key?: 'ArrowUp' | 'Complete'
}

/** What the keyboard of a phone hides. */
export const KEYS: readonly Key[] = [
  { sign: '%{', name: 'Insert a map', text: '%{' },
  { sign: '}', name: 'Insert a closing brace', text: '}' },
  { sign: '|>', name: 'Insert a pipe', text: '|> ' },
  { sign: ':', name: 'Insert a colon', text: ':' },
  { sign: '"', name: 'Insert a quote', text: '"' },
  { sign: '↑', name: 'The line before', key: 'ArrowUp' },
  { sign: '⇥', name: 'Complete', key: 'Complete' },
]
