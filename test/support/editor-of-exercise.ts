/** Keeps a bundler from leaving the editor of an exercise out. */
import { CodeField } from '#exercise/code-field.ts'

Object.assign(globalThis, { CodeField })
