import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'

// As its guide begins: search and dark theme are on, and nothing is switched off.
export default defineConfig({
  integrations: [
    starlight({
      title: 'Lessons',
      sidebar: [{ label: 'Lessons', items: [{ autogenerate: { directory: 'lessons' } }] }],
    }),
  ],
})
