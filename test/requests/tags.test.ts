/** Tags, and the files for search engines, as a program asks for them. */
import { describe, expect, inject, test } from 'vitest'
import { listLessons, listTags } from '#course/course.ts'
import { hasCome } from '#lib/day.ts'
import { HttpBrowser } from '../support/http-browser.ts'

interface Told {
  readonly tags?: readonly { name: string; lessons: number }[]
  readonly lessons?: readonly { id: string; tags: readonly string[] }[]
  readonly related?: readonly { name: string; shared: number }[]
}

const ask = async (path: string) => {
  const { status, json } = await new HttpBrowser().getJson(path)
  return { status, told: json as unknown as Told }
}

describe('tags', () => {
  test('are told with how many lessons each has', async () => {
    const { told } = await ask('/tags')

    expect(told.tags?.map(({ name, lessons }) => [name, lessons])).toEqual(
      listTags().map(({ name, lessons }) => [name, lessons.length]),
    )
  })

  test('have lessons, each of which has the tag, and others beside them', async () => {
    const { told } = await ask('/tags/scopes')

    expect(told.lessons?.length).toBeGreaterThan(1)
    expect(told.lessons?.every(({ tags }) => tags.includes('scopes'))).toBe(true)
    expect(told.related?.map(({ name }) => name)).not.toContain('scopes')
  })

  test('are searched by every word, within a tag as among them', async () => {
    expect((await ask('/tags?q=ROWS+may')).told.tags?.map(({ name }) => name)).toEqual(['scopes'])
    expect((await ask('/tags/scopes?q=nobody-says-this')).told.lessons).toEqual([])
  })

  test.for(['/tags/no-such-tag', '/tags/__proto__', '/tags/%3Cb%3E', '/tags/SCOPES'])(
    '%s is no tag',
    async (path) => {
      const { status, text } = await new HttpBrowser().get(path)

      expect(status).toBe(404)
      expect(text).not.toContain('<b>')
    },
  )

  test.for(['/tags', '/tags/scopes'])('%s refuses more than a search takes', async (path) => {
    const long = '<i>'.repeat(200)
    const { status, text } = await new HttpBrowser().get(`${path}?q=${encodeURIComponent(long)}`)

    expect(status).toBe(400)
    expect(text).toContain('A search takes at most 100 letters, and these are 600.')
    expect(text).not.toContain('<i><i>')
  })

  test('a search makes no visitor, and repeats nothing unescaped', async () => {
    const browser = new HttpBrowser()
    const { text } = await browser.get('/tags?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E')

    expect(text).toContain('value="&quot;><script>')
    expect(text).not.toContain('"><script>alert')
    expect([...browser.cookies.keys()].filter((name) => name.endsWith('_visitor'))).toEqual([])
  })
})

describe('what search engines ask for', () => {
  test('robots.txt names the sitemap, and the sitemap every lesson that is open', async () => {
    const browser = new HttpBrowser()
    const robots = await browser.get('/robots.txt')
    const index = await browser.get('/sitemap-index.xml')
    const { text } = await browser.get('/sitemap-0.xml')
    const places = [...text.matchAll(/<loc>(?<at>[^<]+)<\/loc>/g)].map(
      ({ groups }) => groups?.['at'],
    )

    expect(robots.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(robots.text).toContain(`Sitemap: ${inject('origin')}/sitemap-index.xml`)
    expect(index.text).toContain(`<loc>${inject('origin')}/sitemap-0.xml</loc>`)
    const isOpen = ({ opens }: { opens: string | null }) => hasCome(opens, Date.now())
    for (const lesson of listLessons())
      expect([lesson.href, places.includes(inject('origin') + lesson.href)]).toEqual([
        lesson.href,
        isOpen(lesson),
      ])
  })

  test('every page of the sitemap is there, and says that address itself where it knows it', async () => {
    const browser = new HttpBrowser()
    const { text } = await browser.get('/sitemap-0.xml')
    for (const [, place = ''] of text.matchAll(/<loc>([^<]+)<\/loc>/g)) {
      const { status, text: page } = await browser.get(new URL(place).pathname)
      expect([place, status]).toEqual([place, 200])
      expect(page).toMatch(/<meta name="description" content="[^"]{20,}/)
      const canonical = /<link rel="canonical" href="(?<href>[^"]+)"/.exec(page)?.groups?.['href']
      if (canonical !== undefined) expect(canonical).toBe(place)
    }
  })

  test('a page that is made for whoever asks has one address, whatever it is asked with', async () => {
    const { text } = await new HttpBrowser().get('/tags?q=rows&x=1')

    expect(text).toContain(`<link rel="canonical" href="${inject('origin')}/tags">`)
  })

  test('what is somebody’s own has none', async () => {
    const { text } = await new HttpBrowser().get('/sandbox/tables')

    expect(text).not.toContain('rel="canonical"')
  })
})
