import { defineStep, path } from './step-kind.ts'

/** Opens a page. */
export const open = defineStep(
  'open',
  { path: path.describe('What is opened, where that is not the demo’s page.') },
  {
    request: ({ path }, { base, page }) => ({
      method: 'GET',
      path: base + (path ?? page),
      fields: {},
    }),
    button: 'link',
  },
)
