/** Pictures of what failed, in a folder that Git ignores. */
import type { Page } from 'playwright-core'

export const PICTURES = 'var/walk'

/** Keeps the page as it is, and answers where. A page that is gone leaves none. */
export const keepPictureOf =
  (page: Page, lesson: string, form: string) =>
  async (step: string): Promise<string | null> => {
    const name = [lesson, form, step].join(' ').replaceAll(/[^\w.-]+/g, '-')
    const path = `${PICTURES}/${name}.png`
    try {
      await page.screenshot({ path })
      return path
    } catch {
      return null
    }
  }
