import { describe, expect, test } from 'vitest'
import { mayCompress } from '#server/compress-answers.ts'

const VISITOR = { cookie: 'visitor=abc' }
const own = (from: string) => ({ ...VISITOR, 'sec-fetch-site': from })
const get = (url: string, headers: Readonly<Record<string, string>> = {}) => ({
  ...{ method: 'GET', url },
  headers,
})

describe('an answer is compressed', () => {
  test.for([
    ['for somebody who brings no cookie, and so has no secret', get('/scores?q=guess')],
    ['where the page of this site has asked for it', get('/scores', own('same-origin'))],
    ['where its reader has typed the address', get('/', own('none'))],
  ] as const)('%s', ([, request]) => {
    expect(mayCompress(request)).toBe(true)
  })
})

describe('an answer is sent as it is', () => {
  test.for([
    ['where another site leads to it', get('/scores', own('cross-site'))],
    ['where a neighbour of this site does', get('/scores', own('same-site'))],
    ['where nobody says who does', get('/scores', VISITOR)],
    ['where something was sent', { ...get('/scores', own('same-origin')), method: 'POST' }],
    ['where mails are shown', get('/sandbox/mailbox/abc', own('same-origin'))],
    ['where a link is opened', get('/users/log-in/abc')],
    ['where a token is shown', get('/users/settings', own('same-origin'))],
  ] as const)('%s', ([, request]) => {
    expect(mayCompress(request)).toBe(false)
  })
})
