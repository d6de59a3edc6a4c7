import { describe, expect, test } from 'vitest'
import { summarize } from '#trace/summary.ts'
import {
  haltedByPlug,
  refusedByChangeset,
  refusedByIndex,
  registered,
  sampleTrace,
} from '../support/sample-trace.ts'

describe('summarize', () => {
  test('says which guard refused, and quotes the form', () => {
    expect(summarize(refusedByChangeset)).toBe(
      'The changeset refused your request: email must have the @ sign and no spaces.',
    )
  })

  test('names the constraint and the person', () => {
    expect(summarize(refusedByIndex)).toBe(
      'The unique index users_email_index refused Bo’s request: email has already been taken.',
    )
  })

  test('names the plug that halted, and what it answered', () => {
    expect(summarize(haltedByPlug)).toBe(
      'The plug requireAuthenticatedUser halted your request and answered with 303.',
    )
  })

  test('follows a request that was answered all the way down, and counts its mails', () => {
    expect(summarize(registered)).toBe(
      'Ana’s request passed every floor down to the constraints and was answered with 303. One mail was sent.',
    )
  })

  test('counts the further errors of a changeset', () => {
    const trace = sampleTrace(
      ['validateFormat', 'validateLength', 'validateRequired'].map((name) => ({
        layer: 'changeset',
        name,
        outcome: 'error',
        detail: 'email is wrong',
      })),
      { status: 422 },
    )

    expect(summarize(trace)).toBe(
      'The changeset refused your request: email is wrong (and 2 more).',
    )
  })

  test('counts no step of the repo among them: it tells what the rules decided', () => {
    const trace = sampleTrace(
      ['validateFormat', 'Repo.insert'].map((name) => ({
        layer: 'changeset',
        name,
        tag: name === 'Repo.insert' ? 'changeset.repo.insert' : 'changeset.email.format',
        outcome: 'error',
        detail: 'email is wrong',
      })),
      { status: 422 },
    )

    expect(summarize(trace)).toBe('The changeset refused your request: email is wrong.')
  })

  test('says it plainly when a context found nothing', () => {
    const trace = sampleTrace([{ layer: 'context', name: 'getUserByEmailAndPassword' }], {
      status: 422,
    })

    expect(summarize(trace)).toBe(
      'The context refused your request: it found nothing that matches.',
    )
  })

  test('gives the sentence of the reply when no layer below the request was asked', () => {
    const trace = sampleTrace(
      [
        { layer: 'scope', name: 'scopeForVisitor' },
        { layer: 'reply', name: '422', outcome: 'error', detail: 'Say how far: advance=15m.' },
      ],
      { status: 422 },
    )

    expect(summarize(trace)).toBe('The front door refused your request: Say how far: advance=15m.')
  })

  test('has words for a request on its way, and for none', () => {
    const open = sampleTrace([{ layer: 'plug', name: 'fetchFlash' }], {
      status: null,
      persona: 'alice',
    })

    expect(summarize(open)).toBe('Alice’s request is on its way, 1 step so far.')
    expect(summarize(null)).toBe('Nothing has happened yet.')
  })
})
