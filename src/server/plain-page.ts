/**
 * A page of an error that asks for nothing more: its sheet is in it, and there
 * is no script. For whoever can be given no other, because their address, their
 * headers or their request would be refused again.
 */
import { createHash } from 'node:crypto'
import { refusalPicture } from '#http/refusal-picture.ts'
import { escapeHtml } from '#lib/escape-html.ts'
import type { Way } from '#lib/refusal.ts'

// The colours of src/site/styles/tokens.css, as far as this page has them.
const SHEET = [
  ':root{color-scheme:light dark;--paper:light-dark(#f8f9f4,#0e1412);--ink:light-dark(#15201a,#e3ebe5);--muted:light-dark(#546159,#98a99f);--edge:light-dark(#8b988f,#65766c);--leaf:light-dark(#1a6842,#70cf9e);--glass:light-dark(#e4f2ea,#173527);--alarm:light-dark(#ab2c20,#ff9c8d)}',
  '*{box-sizing:border-box;margin:0}',
  'body{min-height:100vh;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif}',
  'main{display:grid;gap:1rem;justify-items:start;max-width:36rem;margin:0 auto;padding:2.5rem clamp(1rem,4vw,2.5rem);overflow-wrap:anywhere}',
  'svg{width:16.25rem;max-width:100%;fill:none;stroke:var(--edge);stroke-linejoin:round}',
  'svg .error-glass{fill:var(--glass);stroke:none}svg .error-room{stroke-dasharray:4 4}svg .error-way{stroke:var(--alarm);stroke-width:2}',
  'h1{font-size:clamp(1.75rem,1.4rem + 1.9vw,2.375rem);line-height:1.15;text-wrap:balance}',
  '.error-status,.error-number{font:600 .9375rem/1.4 system-ui,"Segoe UI",Roboto,sans-serif;color:var(--muted)}.error-status{color:var(--alarm)}',
  'a{color:var(--leaf);font:560 .9375rem/1.4 system-ui,"Segoe UI",Roboto,sans-serif}',
  'code{font-family:ui-monospace,Menlo,"DejaVu Sans Mono",monospace}',
].join('')

const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(SHEET).digest('base64')}'`

export interface PlainWords {
  readonly status: number
  readonly title: string
  readonly sentence: string
  readonly requestId?: string | null
  readonly way: Way
}

export function plainPage({ status, title, sentence, requestId, way }: PlainWords): string {
  // An icon of nothing: this page has no other request to make.
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${status} · Glasshouse</title><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta http-equiv="content-security-policy" content="${POLICY}"><link rel="icon" href="data:,"><style>${SHEET}</style></head>
<body><main>${refusalPicture(status)}<p class="error-status">${status}</p><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(sentence)}</p>${numberOf(requestId)}<p><a href="${escapeHtml(way.href)}">${escapeHtml(way.label)}</a></p></main></body></html>
`
}

/** A fault of ours has a number by which the log knows it; nobody else's request needs one. */
export const numberOf = (requestId: string | null | undefined): string =>
  requestId
    ? `<p class="error-number">Request <code translate="no">${escapeHtml(requestId)}</code></p>`
    : ''
