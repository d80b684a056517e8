/**
 * Words while they are being written (decision 0020): changes that are in no entry yet travel in notes to those who are here,
 * pass the gate there, and are shown. They are never applied to the document of anybody but their author: no entry, cache or
 * vector knows of them, nothing builds on them, and what is lost of them comes with the entry.
 */
import type { Hex } from '../base/bytes.ts'
import type { ChangeAuthor, GatedChange } from '../gate/executor.ts'
import type { LiveWords } from './contract.ts'
import { type Listeners, makeListeners } from './listeners.ts'
import { nameOfMember } from './people.ts'
import { actorOfStream } from './ownStreams.ts'
import type { PlanCore } from './planCore.ts'
import { type Heard, MAX_NOTE_WORDS, type Presence } from './presence.ts'
import { memberOf, roleOf, selfId } from './self.ts'

/** Words leave at once, and then at most this often: what is typed meanwhile goes together. */
export const WORDS_EVERY_MS = 80
/** Of one device: what is more waits for the entry. Typing makes some eight changes a second, and an entry after 10 s at most. */
const MOST_CHANGES = 200
const MOST_BYTES = 64 * 1024
/** An entry that is not here by then is not on its way: its words are shown no longer. */
const FORGET_AFTER_MS = 30_000
/** What a note takes beside the changes: kind, stream, and the length of each. */
const BESIDE = 32
const BESIDE_EACH = 4

interface Held {
  stream: Hex
  changes: readonly { readonly bytes: Uint8Array; readonly at: number }[]
  /** Hashes of those that passed, as told. */
  told: string
}

export interface LiveWordsDesk {
  /** Own changes, as they are handed in, by the actor of a stream. */
  say(stream: Hex, changes: readonly Uint8Array[]): void
  readonly changed: Listeners<LiveWords>
  close(): void
}

export function makeLiveWords(core: PlanCore, presence: Presence): LiveWordsDesk {
  const changed = makeListeners<LiveWords>(() => undefined)
  const held = new Map<Hex, Held>()
  let toSay: { readonly stream: Hex; readonly changes: Uint8Array[] } | null = null
  let cancelSay: (() => void) | null = null
  let cancelForget: (() => void) | null = null
  let isJudging = false
  let isDirty = false
  let isClosed = false

  const sayNow = (): void => {
    const said = toSay
    toSay = null
    if (said === null) return
    cancelSay = core.deps.timer.after(WORDS_EVERY_MS, () => {
      cancelSay = null
      sayNow()
    })
    for (const changes of notesOf(said.changes)) presence.say({ kind: 'words', stream: said.stream, changes })
  }

  const take = ({ device, body }: Heard): void => {
    if (body.kind === 'gone') {
      if (held.delete(device)) emit(device, [])
      return
    }
    if (body.kind !== 'words') return
    const known = held.get(device)
    const at = core.deps.clock.now()
    // A new stream comes after an entry of the old one, or its device has begun anew.
    const before = known?.stream === body.stream ? known.changes : []
    const changes = [...before, ...body.changes.map((bytes) => ({ bytes, at }))]
    const isTooMuch =
      changes.length > MOST_CHANGES || changes.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_BYTES
    held.set(device, { stream: body.stream, changes: isTooMuch ? before : changes, told: known?.told ?? '' })
    void judge()
  }

  /** All that is held, anew: what has come with an entry is known, and what waited for it may pass now. */
  const judge = async (): Promise<void> => {
    isDirty = true
    if (isJudging) return
    isJudging = true
    while (isDirty && !isClosed) {
      isDirty = false
      for (const device of held.keys()) await judgeOne(device)
    }
    isJudging = false
    forgetLater()
  }

  const judgeOne = async (device: Hex): Promise<void> => {
    const found = held.get(device)
    const author = found === undefined ? null : authorOf(core, device, found.stream)
    if (found === undefined) return
    const oldest = core.deps.clock.now() - FORGET_AFTER_MS
    found.changes = author === null ? [] : found.changes.filter(({ at }) => at > oldest)
    const given = found.changes
    const judged =
      author === null || given.length === 0
        ? null
        : await core.docs.judge({ author, changes: given.map(({ bytes }) => bytes) })
    if (held.get(device) !== found || isClosed) return
    const known = new Set(judged?.ok === true ? judged.value.known.map((at) => given[at]) : [])
    found.changes = found.changes.filter((change) => !known.has(change))
    const passed = judged?.ok === true ? judged.value.passed : []
    const told = passed.map(({ hash }) => hash).join()
    if (told !== found.told) emit(device, passed)
    found.told = told
    if (found.changes.length === 0) held.delete(device)
  }

  const emit = (device: Hex, passed: readonly GatedChange[]): void => {
    const member = memberOf(core, device)
    if (member === undefined || member.id === selfId(core)) return
    const changes = passed.map(({ hash, bytes }) => ({ hash, bytes }))
    changed.emit({ device, memberId: member.id, name: nameOfMember(core, member), changes })
  }

  const forgetLater = (): void => {
    if (held.size === 0 || isClosed) return
    cancelForget ??= core.deps.timer.after(FORGET_AFTER_MS / 6, () => {
      cancelForget = null
      void judge()
    })
  }

  const stops = [
    presence.heard.add(take),
    core.events.changes.add(() => {
      if (held.size > 0) void judge()
    }),
  ]

  return {
    say(stream, changes) {
      if (!presence.isShared() || isClosed) return
      toSay = { stream, changes: [...(toSay?.stream === stream ? toSay.changes : []), ...changes] }
      if (cancelSay === null) sayNow()
    },
    changed,
    close() {
      isClosed = true
      cancelSay?.()
      cancelForget?.()
      for (const stop of stops) stop()
    },
  }
}

/** As many in each as fit; one that fits into none is left to the entry. */
function notesOf(changes: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const notes: Uint8Array[][] = []
  let left = 0
  for (const change of changes) {
    const size = change.length + BESIDE_EACH
    if (size > MAX_NOTE_WORDS - BESIDE) continue
    if (size > left) {
      notes.push([])
      left = MAX_NOTE_WORDS - BESIDE
    }
    notes.at(-1)!.push(change)
    left -= size
  }
  return notes
}

/** Only the actor of this very stream: what is issued again comes in entries. */
function authorOf(core: PlanCore, device: Hex, stream: Hex): ChangeAuthor | null {
  const member = memberOf(core, device)
  const role = roleOf(member)
  const owner = core.state.devices.get(stream)
  if (member === undefined || role === null || (owner !== undefined && owner !== device)) return null
  return { device, stream, member: member.id, role, actors: [actorOfStream(device, stream)] }
}
