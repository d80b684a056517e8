import { expect, test } from 'vitest'
import type { PlanStatus } from '#shared/core/contract.ts'
import type { Saving } from '#renderer/data/submissions.ts'
import { statusSentence } from '#renderer/features/status/sentences.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'

const words = wordsOf(createWords('en'), 'en')
const SAVED: Saving = { state: 'saved' }

const alone: PlanStatus = {
  planId: 'aa'.repeat(32),
  title: 'Pla',
  role: 'steward',
  canEdit: true,
  saved: { state: 'saved' },
  drafts: 0,
  entries: { total: 4, own: 4, onlyHere: 4, parked: 0, quarantined: 0, notUnderstood: 0 },
  relays: [],
  people: [],
  agreement: null,
  notices: [],
}
const pau = {
  memberId: 'bb'.repeat(32),
  personId: null,
  name: 'Pau',
  hasSeen: 1,
  hasEverything: false,
  lastHeard: null,
}
const relay = { url: 'wss://relay.example.coop/x', state: 'live', caughtUp: true, acked: 4, toSend: 0 } as const
const shared: PlanStatus = { ...alone, relays: [relay], people: [pau], entries: { ...alone.entries, onlyHere: 0 } }

test('[UI8] the first sentence that is true, from what is at risk to what everyone has', () => {
  const said = (status: PlanStatus, saving: Saving = SAVED) => statusSentence(status, saving, words)
  const full: Saving = { state: 'notSaved', notice: { code: 'E_DISK_FULL' } }
  expect([
    said({ ...shared, drafts: 2 }, full),
    said({ ...shared, saved: { state: 'notSaved', notice: { code: 'E_DISK' }, since: 0 } }),
    said(shared, { state: 'saving' }),
    said(alone),
    said({ ...shared, drafts: 2, entries: { ...shared.entries, onlyHere: 1 } }),
    said({ ...shared, people: [{ ...pau, hasEverything: true }] }),
    said(shared),
    said({ ...shared, relays: [{ ...relay, acked: 3 }] }),
  ]).toEqual([
    { text: 'Not saved: the disk is full. Make room; it will be saved by itself.', tone: 'risk' },
    { text: 'Not saved: the disk refused to write.', tone: 'risk' },
    { text: 'Saving on this laptop', tone: 'quiet' },
    { text: 'Saved on this laptop', tone: 'here' },
    { text: '3 changes are only here', tone: 'here' },
    { text: 'Everyone has the plan', tone: 'shared' },
    { text: 'Saved here and on relay.example.coop', tone: 'shared' },
    { text: 'Saved on this laptop', tone: 'here' },
  ])
})
