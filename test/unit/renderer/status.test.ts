// Every state of the data, as the table of UI8 in docs/specs/window.md lists them, in all four languages.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PersonStatus, PlanStatus, RelayStatus } from '#shared/core/contract.ts'
import type { Saving } from '#renderer/data/submissions.ts'
import { statusSentence } from '#renderer/features/status/sentences.ts'
import { LANGUAGES, type Language } from '#renderer/words/languages.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'

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
const pau: PersonStatus = {
  memberId: 'bb'.repeat(32),
  personId: null,
  name: 'Pau',
  hasSeen: 1,
  hasEverything: false,
  lastHeard: null,
}
const informed: PersonStatus = { ...pau, hasSeen: 4, hasEverything: true }
const live: RelayStatus = { url: 'wss://relay.coop/x', state: 'live', caughtUp: true, acked: 4, toSend: 0 }
const away: RelayStatus = { ...live, state: 'waiting', caughtUp: false }
const sent = { ...alone.entries, onlyHere: 0 }
const shared: PlanStatus = { ...alone, relays: [live], people: [pau], entries: sent }

type State = readonly [status: PlanStatus, tone: string, saving?: Saving]
const STATES: Readonly<Record<string, State>> = {
  'the window could not hand it in': [shared, 'risk', { state: 'notSaved', notice: { code: 'E_DISK_FULL' } }],
  'the core could not write it': [
    { ...shared, saved: { state: 'notSaved', notice: { code: 'E_DISK' }, since: 0 } },
    'risk',
  ],
  'it is being written': [shared, 'quiet', { state: 'saving' }],
  'nobody else and no relay': [alone, 'here'],
  'own changes are nowhere else, a relay takes them': [
    { ...shared, drafts: 2, entries: { ...sent, onlyHere: 1 } },
    'quiet',
  ],
  'own changes are nowhere else, nothing takes them': [
    { ...shared, relays: [away], drafts: 2, entries: { ...sent, onlyHere: 1 } },
    'here',
  ],
  'a relay has more than is here': [{ ...shared, relays: [{ ...live, caughtUp: false }] }, 'quiet'],
  'everyone has said that they have it': [{ ...shared, people: [informed, informed] }, 'shared'],
  'on a relay, nobody has said so yet': [shared, 'shared'],
  'on a relay, some have said so': [{ ...shared, people: [informed, pau, pau] }, 'shared'],
  'on a relay that does not answer now': [{ ...shared, relays: [away] }, 'shared'],
  'on no relay, some have said so': [{ ...shared, relays: [], people: [informed, pau] }, 'shared'],
  'elsewhere in parts': [{ ...shared, relays: [{ ...live, acked: 3 }] }, 'here'],
}

const said = (state: string, language: Language): string => {
  const [status, , saving = { state: 'saved' }] = STATES[state]!
  return statusSentence(status, saving, wordsOf(createWords(language), language)).text
}

/** The rows of the table in the spec: state and sentence. */
const table = [
  ...readFileSync('docs/specs/window.md', 'utf8').matchAll(/^\| (?<state>[^|]+?) +\| (?<said>[^|]+?) +\|/gm),
]
  .map(({ groups }) => [groups!['state']!, groups!['said']!] as const)
  .filter(([state]) => Object.hasOwn(STATES, state))

test.each(Object.keys(STATES))('[UI8] %s', (state) => {
  const [status, tone, saving = { state: 'saved' }] = STATES[state]!
  const { text, tone: shown } = statusSentence(status, saving, wordsOf(createWords('en'), 'en'))
  expect([text, shown]).toEqual([Object.fromEntries(table)[state], tone])
})

test('[UI8] the table lists every state once, in the order in which they are asked', () => {
  expect(table.map(([state]) => state)).toEqual(Object.keys(STATES))
})

test('[UI8] every state has a sentence of its own in each language', () => {
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    const sentences = Object.keys(STATES).map((state) => said(state, language))
    // The first of `nobody else` is what the last falls back to: it is true, and claims nothing more.
    expect(new Set(sentences).size, sentences.join('\n')).toBe(sentences.length - 1)
  }
  expect((['ca', 'es', 'fr'] as const).map((language) => said('on a relay, some have said so', language))).toEqual([
    'Desat aquí, a relay.coop i amb 1 de 3',
    'Guardado aquí, en relay.coop y con 1 de 3',
    'Enregistré ici, sur relay.coop et chez 1 sur 3',
  ])
})
