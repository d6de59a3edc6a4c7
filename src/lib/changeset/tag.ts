/** How a step of a changeset is called in traces and levers: `changeset.email+name.required`. */
export function tagOf(fields: readonly string[], kind: string): string {
  if (fields.length === 1) return `changeset.${fields[0]}.${kind}`
  return fields.length === 0 ? `changeset.${kind}` : `changeset.${fields.join('+')}.${kind}`
}
