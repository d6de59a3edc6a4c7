/** Names that a prompt offers besides those of the app, in each spelling. */
export const KERNEL_NAMES: Readonly<Record<'elixir' | 'typescript', readonly string[]>> = {
  elixir: ['alias', 'exports', 'h', 'v', 'import', 'inspect', 'length', 'Enum', 'Ecto'],
  typescript: [
    ...['await', 'const', 'pipe', 'build', 'cast', 'change', 'validateRequired', 'validateLength'],
    ...[
      'validateFormat',
      'validateNumber',
      'uniqueConstraint',
      'checkConstraint',
      'users',
      'scores',
    ],
    ...['getField', 'applyAction'],
  ],
}
