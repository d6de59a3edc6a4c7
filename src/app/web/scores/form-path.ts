import type { ScoreFormView } from './score-view.ts'

/** Where the form of a score stands, and is sent to. */
export const formPath = ({ id, path }: Pick<ScoreFormView, 'id' | 'path'>): string =>
  id === null ? `${path}/new` : `${path}/${id}/edit`
