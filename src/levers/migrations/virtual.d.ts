declare module 'virtual:glasshouse/migration-listings' {
  /** By the migration's name: a `<pre class="shiki">` with one `.line` for each. */
  const listings: Readonly<Record<string, string>>
  export default listings
}
