/** Every wall of the course is sent, and none of its inputs gets through the house. */
import { expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

interface Facts {
  readonly walls: readonly { readonly name: string; readonly inputs: number }[]
  readonly run: {
    readonly inputs: readonly {
      readonly name: string
      readonly ends: string
      readonly status: number
    }[]
  }
}

test('each wall ends at a floor of the house: nothing breaks, nothing leaks', async () => {
  const browser = new HttpBrowser()
  const { walls } = (await browser.getJson('/labs/wall')).json as unknown as Facts

  for (const { name, inputs } of walls) {
    const { status, json } = await browser.postForJson('/labs/wall', { of: name })
    expect([name, status]).toEqual([name, 200])
    const { run } = json as unknown as Facts
    expect(run.inputs).toHaveLength(inputs)
    const wrong = run.inputs.filter(
      (input) => input.status >= 500 || ['leaked', 'open'].includes(input.ends),
    )
    expect(wrong).toEqual([])
  }
})
