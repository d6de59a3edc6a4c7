/** The frame of the pages that an author’s dev server makes by itself. */
import { escapeHtml } from '#lib/escape-html.ts'

/** A page that is whole in itself: what it speaks of may be why no other can be made. */
export const authorDocument = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<script type="module" src="/@vite/client"></script>
<script type="module">${SCRIPT}</script>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`

const SCRIPT = `
for (const link of document.querySelectorAll('[data-open]'))
  link.addEventListener('click', (event) => {
    event.preventDefault()
    fetch('/__open-in-editor?file=' + encodeURIComponent(link.dataset.open))
  })
for (const button of document.querySelectorAll('[data-copy]'))
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = 'copied'
  })
`

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2b26; --faint: #5c6b65; --ground: #fbfcfb; --line: #d7dfdb; --red: #a3271f }
@media (prefers-color-scheme: dark) { :root { --ink: #e6efea; --faint: #9db0a7; --ground: #131a17; --line: #33413b; --red: #ff9a8f } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem }
.where, .lead { color: var(--faint) }
h1 { margin: 0; font-size: 2rem }
h2 { margin: 2rem 0 0; font: 600 1rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
ol { list-style: none; margin: 0; padding: 0 }
li { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line) }
li p { margin: 0 }
.place { color: var(--red); margin-right: .5rem; white-space: nowrap }
a { color: inherit }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th { white-space: nowrap }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
details { margin: .5rem 0 0 1rem }
summary { cursor: pointer }
button { font: inherit; font-size: .8rem }
pre { margin: .5rem 0 0; padding: .5rem .75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; font: .85rem/1.5 ui-monospace, monospace }
`
