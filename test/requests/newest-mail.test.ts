import { expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const lead = async (browser: HttpBrowser) => {
  const { status, headers } = await browser.get('/sandbox/mailbox/newest')
  return { status, location: headers.get('location') }
}

test('the newest mail is the last that came, whoever it is to', async () => {
  const browser = new HttpBrowser()
  await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
  await browser.post('/users/register', { 'user[email]': 'bo@example.test' })
  const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json

  expect(mails[0]?.to).toBe('bo@example.test')
  expect(await lead(browser)).toEqual({
    status: 303,
    location: `/sandbox/mailbox/${mails[0]!.id}`,
  })
})

test('without a mail, or without a sandbox, the way leads to the empty mailbox', async () => {
  const emptied = new HttpBrowser()
  await emptied.post('/users/register', { 'user[email]': 'ana@example.test' })
  await emptied.post('/sandbox/reset')

  for (const browser of [emptied, new HttpBrowser()])
    expect(await lead(browser)).toEqual({ status: 303, location: '/sandbox/mailbox' })
})
