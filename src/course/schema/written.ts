import type { z } from 'zod'

/** What an author wrote, once it has passed its schema. Nobody changes it after that. */
export type Written<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>

type DeepReadonly<Value> = Value extends Date
  ? Value
  : { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
