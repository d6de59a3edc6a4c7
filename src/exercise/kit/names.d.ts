/** What the code of an exercise imports, for the type checker. When it runs, `kit.ts` has the same modules by the same names. */

declare module 'glasshouse/exercise' {
  export * from '#exercise/check.ts'
}

declare module 'glasshouse/changeset' {
  export * from '#runner/library.ts'
}

declare module 'glasshouse/repo' {
  export type { Repo } from '#repo/repo.ts'
}

declare module 'glasshouse/plug' {
  export * from '#exercise/kit/plug.ts'
}

declare module 'glasshouse/given' {
  export * from '#exercise/kit/given.ts'
}
