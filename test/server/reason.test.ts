import { once } from 'node:events'
import { expect } from 'vitest'
import { giveReason } from '#server/reason.ts'
import { test } from '../support/http-server.ts'

test('the reason of an answer is that of its status, whatever is written', async ({ server }) => {
  await server.answer((_request, response) => {
    giveReason(response)
    response.statusMessage = 'OK'
    response.writeHead(422, 'OK').end()
  })
  const socket = await server.send('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')

  const [line] = (await once(socket, 'data')) as [Buffer]

  expect(line.toString()).toMatch(/^HTTP\/1\.1 422 Unprocessable Entity\r\n/)
})
