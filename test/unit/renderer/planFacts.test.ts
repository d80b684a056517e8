import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openedPlan } from './openedPlan.ts'
import { waitFor } from '../../helpers/waitFor.ts'

test('[UI27] an answer that took long does not overwrite what the core has told since', async () => {
  let isSlow = false
  let answerNow = (): void => undefined
  const opened = await openedPlan((remote) => ({
    ...remote,
    agreements: async () => {
      if (isSlow) await new Promise<void>((resume) => (answerNow = resume))
      return remote.agreements()
    },
  }))
  const { plan } = opened
  const drafts = (): number => plan.facts.now().status.drafts
  const before = drafts()
  isSlow = true
  const asked = plan.refresh()
  opened.addProject('Forn')
  await waitFor('the core tells of the draft', () => drafts() === before + 1)
  isSlow = false
  answerNow()
  await asked
  expect(drafts()).toBe(before + 1)
  await opened.close()
})
