/**
 * The plan with what others are writing just now on top: to be looked at, never to be edited, and gone when the entries are
 * there (decision 0021). It is a second copy of the document, which there is only while somebody writes.
 */
import * as A from '@automerge/automerge/slim'
import type { LiveWords } from '#shared/core/contract.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { PlanRemote } from './core.ts'
import type { PlanDocument } from './planDocument.ts'
import { createCell, type Source } from './source.ts'

export type WordsOnTop = {
  readonly doc: PlanDoc
  /** Whose words they are. */
  readonly members: readonly Pick<LiveWords, 'memberId' | 'name'>[]
}

export type LiveWordsSource = Source<WordsOnTop | null> & {
  /** Listens to the core as it is now. */
  readonly follow: () => void
  readonly stop: () => void
}

/** Nothing is ever written under it. */
const READING_ACTOR = '00'.repeat(16)

export function createLiveWords(
  plan: () => Pick<PlanRemote, 'onWords'>,
  { doc, loaded }: Pick<PlanDocument, 'doc' | 'loaded'>,
): LiveWordsSource {
  const shown = createCell<WordsOnTop | null>(null)
  const held = new Map<string, LiveWords>()
  let top: { doc: A.Doc<PlanDoc>; heads: A.Heads } | null = null
  let stopListening = (): void => undefined

  const drop = (): void => {
    if (top !== null) A.free(top.doc)
    top = null
  }

  const take = (words: LiveWords): void => {
    const before = held.get(words.device)?.changes ?? []
    const now = new Set(words.changes.map(({ hash }) => hash))
    const isTakenBack = before.some(({ hash }) => !now.has(hash) && !A.hasHeads(doc.now(), [hash]))
    if (words.changes.length === 0) held.delete(words.device)
    else held.set(words.device, words)
    // What was shown and is neither in the plan nor being written any more cannot be taken out of a copy.
    if (isTakenBack) drop()
    show()
  }

  const show = (): void => {
    if (held.size === 0 || !loaded.now()) {
      shown.set(null)
      return drop()
    }
    const current = doc.now()
    if (top !== null && !A.hasHeads(current, top.heads)) drop()
    const base = top?.doc ?? A.clone(current, { actor: READING_ACTOR })
    const own = top === null ? [] : A.getChangesSince(current, top.heads)
    const others = [...held.values()].flatMap(({ changes }) => changes.map(({ bytes }) => bytes))
    top = { doc: A.applyChanges(base, [...own, ...others])[0], heads: A.getHeads(current) }
    shown.set({ doc: top.doc, members: [...held.values()].map(({ memberId, name }) => ({ memberId, name })) })
  }

  const stopFollowing = doc.subscribe(() => {
    if (held.size > 0) show()
  })

  return {
    now: shown.now,
    subscribe: shown.subscribe,
    follow: () => {
      stopListening()
      held.clear()
      show()
      stopListening = plan().onWords(take)
    },
    stop: () => {
      stopListening()
      stopFollowing()
      held.clear()
      show()
    },
  }
}
