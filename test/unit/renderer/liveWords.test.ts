import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { LiveWords } from '#shared/core/contract.ts'
import { planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { createLiveWords } from '#renderer/data/liveWords.ts'
import { createCell } from '#renderer/data/source.ts'
import { actorOf, type Doc, handTo, newPlan, write } from '../plan/builders.ts'

const titled = (doc: Doc, title: string): Doc => write(doc, planSet(doc, THE_PLAN, { title }))

function scene() {
  const start = titled(newPlan(), 'Pla')
  const doc = createCell<PlanDoc>(handTo(start, actorOf('1')))
  let tell: (words: LiveWords) => void = () => undefined
  const onWords = (listener: (words: LiveWords) => void) => {
    tell = listener
    return () => (tell = () => undefined)
  }
  const words = createLiveWords(() => ({ onWords }), { doc, loaded: createCell(true) })
  words.follow()
  /** Everything the author has that `since` has not, told as being written. */
  const say = (author: Doc, since: Doc, device = 'a1'): void =>
    tell({
      device: device.repeat(32),
      memberId: 'ab'.repeat(32),
      name: 'Pau',
      changes: A.getChangesSince(author, A.getHeads(since)).map((bytes) => ({
        hash: A.decodeChange(bytes).hash,
        bytes,
      })),
    })
  const apply = (change: (doc: Doc) => Doc): void => doc.set(change(doc.now() as Doc))
  return { start, doc, words, say, apply, shown: () => words.now()?.doc.title ?? null }
}

test('[UI188] what others are writing stands on top of the plan as it is, and goes when the plan has it', () => {
  const { start, doc, words, say, apply, shown } = scene()
  expect(shown()).toBeNull()
  const pau = titled(handTo(start, actorOf('2')), 'Pla de barri')
  say(pau, start)
  expect(shown()).toBe('Pla de barri')
  expect(doc.now().title).toBe('Pla')
  apply((now) => titled(now, 'El Pla'))
  expect(shown()).toBe('El Pla de barri')
  const more = titled(pau, 'Pla de barri nou')
  say(more, start)
  expect(shown()).toBe('El Pla de barri nou')
  // The entry brings the first of it; the rest is still being written.
  apply((now) => A.merge(now, pau))
  say(more, pau)
  expect(shown()).toBe('El Pla de barri nou')
  apply((now) => A.merge(now, more))
  say(more, more)
  expect(words.now()).toBeNull()
  expect(doc.now().title).toBe('El Pla de barri nou')
})

test('[UI188] words that are given up leave nothing behind, whoever else is writing and whatever came meanwhile', () => {
  const { start, words, say, apply, shown } = scene()
  const pau = titled(handTo(start, actorOf('2')), 'Pla A')
  const berta = titled(handTo(start, actorOf('3')), 'B Pla')
  say(pau, start, 'a1')
  say(berta, start, 'b2')
  expect(shown()).toBe('B Pla A')
  apply((now) => titled(now, 'Pla!'))
  say(start, start, 'a1')
  expect(shown()).toBe('B Pla!')
  // A copy built anew has other ancestors than the one the words were on.
  apply(() => handTo(start, actorOf('4')))
  expect(shown()).toBe('B Pla')
  words.stop()
  expect(words.now()).toBeNull()
})
