import { satteri } from '@astrojs/markdown-satteri'
import mdx from '@astrojs/mdx'
import node from '@astrojs/node'
import { defineConfig } from 'astro/config'
import { glasshouse } from './src/server/integration.mjs'
import { lessonPlugins } from './src/course/lesson-markdown.ts'
import { mutantModules } from './src/levers/hunt/mutants-plugin.mjs'
import { migrationListings } from './src/levers/migrations/migration-listings.mjs'
import { bundle, workerTexts } from './src/runner/worker-texts.mjs'
import { cards } from './src/site/card/cards-plugin.mjs'
import { offline } from './src/site/offline/write-offline.mjs'
import { search } from './src/site/search/integration.mjs'
import { scriptOf } from './src/site/script-of.mjs'
import { sheetOf } from './src/site/sheet-of.mjs'
import { keepListings } from './src/course/listing/keep-listings.mjs'
import { classes, shikiTheme } from './src/course/listing/shiki-classes.mjs'

export default defineConfig({
  output: 'static',
  trailingSlash: 'never',
  // Pages that are built once know their address by it: src/site/head/absolute-address.ts.
  site: process.env.PUBLIC_ORIGIN || undefined,
  // Pages are buffered and answered whole: Astro's stream writer ignores a slow reader.
  adapter: node({ mode: 'middleware', experimentalDisableStreaming: true, bodySizeLimit: 65_536 }),
  // What is written for offline use, and the index of the search, are compressed with the rest.
  integrations: [mdx(), keepListings(), offline(bundle), search(), glasshouse(), cards()],
  // Lucia keeps the sessions.
  session: false,
  build: { format: 'file', inlineStylesheets: 'never' },
  markdown: {
    processor: satteri({ mdastPlugins: lessonPlugins }),
    shikiConfig: { theme: shikiTheme, transformers: [classes()] },
  },
  security: {
    // The front checks Origin on every unsafe method, JSON included; Astro's own check leaves JSON out.
    checkOrigin: false,
    // What the front adds in a header (frame-ancestors and others) is not repeated here: both apply.
    csp: {
      directives: ["default-src 'self'", "img-src 'self' data:", "connect-src 'self'"],
    },
  },
  vite: {
    plugins: [migrationListings(), mutantModules(), workerTexts()],
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        checks: { moduleLevelDirective: false },
        output: {
          codeSplitting: {
            groups: [
              { name: sheetOf, test: /\.css$/ },
              { name: scriptOf, test: /\.[jt]s$/ },
            ],
          },
        },
      },
    },
  },
  devToolbar: { enabled: false },
})
