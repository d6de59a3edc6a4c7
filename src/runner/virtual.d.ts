declare module 'virtual:glasshouse/worker/*' {
  /** One classic script. */
  const text: string
  export default text
}
