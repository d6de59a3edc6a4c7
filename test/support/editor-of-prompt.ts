/** Keeps a bundler from leaving the editor of the prompt out. */
import { editorField } from '#console/editor-field.ts'

Object.assign(globalThis, { editorField })
