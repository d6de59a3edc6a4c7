declare module 'virtual:glasshouse/mutants' {
  /** What a hunt knows of each fault before anything of it is read. */
  export const mutants: readonly {
    readonly name: string
    /** Stands for it in traces, and tells nobody which it is. */
    readonly code: string
    /** The file that is patched. */
    readonly file: string
    readonly load: () => Promise<MutantModule>
  }[]

  /** The files in which a fault may be. */
  export const candidates: readonly string[]

  export interface MutantModule {
    /** The patched file, and those by which it is called, as they stand in for the real ones. */
    readonly modules: readonly {
      readonly file: string
      readonly exports: Readonly<Record<string, unknown>>
    }[]
    /** The patched file. */
    readonly text: string
    /** A `<pre class="shiki">` of it with one `.line` for each. */
    readonly html: string
    readonly hunks: readonly {
      readonly from: number
      readonly fromPatched: number
      readonly lines: readonly {
        readonly kind: 'same' | 'away' | 'added'
        readonly text: string
      }[]
    }[]
    /** The lines of the patched file that are meant. */
    readonly changed: readonly { readonly from: number; readonly to: number }[]
  }
}

declare module 'virtual:glasshouse/mutants/files' {
  /** The files in which a fault may be, as they are without one. */
  export const files: Readonly<Record<string, { readonly text: string; readonly html: string }>>
}
