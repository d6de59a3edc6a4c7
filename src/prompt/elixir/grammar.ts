/** Elixir as the editor reads it. It is asked here and nowhere else. */
import type { Tree } from '@lezer/common'
import { parser } from 'lezer-elixir'

/** The editor colours with it, too. */
export const elixir = parser

export const parseElixir = (source: string): Tree => elixir.parse(source)
