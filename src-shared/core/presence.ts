/**
 * Who is here, and where (docs/specs/core.md, CR50 to CR53): notes that members send each other in passing. Nothing of it
 * is stored, nothing waits for it, and a note that is lost is made good by the next.
 */
import { type Hex, toHex } from '../base/bytes.ts'
import { type NoteBody, type Place, decodeNoteBody, encodeNoteBody } from '../presence/noteBody.ts'
import { NOTE_BYTES, openNote, parseNote, sealNote, verifyNote } from '../presence/note.ts'
import { ReplayGuard } from '../presence/replay.ts'
import { MAX_EPHEMERAL_BYTES } from '../protocol/limits.ts'
import type { PresentMember } from './contract.ts'
import { type Listeners, makeListeners } from './listeners.ts'
import { nameOfMember } from './people.ts'
import type { PlanCore } from './planCore.ts'
import { memberOf, roleOf, selfId } from './self.ts'

/** Moves of a caret travel at most this often. */
export const SAY_EVERY_MS = 150
/** Who has nothing new to say is still here. */
export const SAY_AGAIN_MS = 10_000
/** Who has not been heard for so long has left. */
export const SILENT_AFTER_MS = 30_000
/** Most bytes of words in one note, by which a frame is not exceeded. */
export const MAX_NOTE_WORDS = MAX_EPHEMERAL_BYTES - NOTE_BYTES

export interface Presence {
  /** Where the person of this device is; `null`: nobody is told. */
  set(place: Place | null): void
  /** Other members who are here, each once, whatever the number of their devices. */
  people(): readonly PresentMember[]
  readonly changed: Listeners<readonly PresentMember[]>
  /** What a device has said that is no place: its member, its device and the body. */
  readonly heard: Listeners<Heard>
  /** Somebody else is here who would hear it, and oneself may be seen. */
  isShared(): boolean
  /** Bytes that came in an EPH frame. */
  take(bytes: Uint8Array): void
  say(body: NoteBody): void
  /** A connection is there: whoever is beyond it learns of this device. */
  greet(): void
  /** Before the connections end: the others need not wait for silence. Nobody is here any more for us. */
  leave(): void
  close(): void
}

export interface Heard {
  readonly device: Hex
  readonly body: NoteBody
}

interface Seen {
  readonly device: Hex
  readonly session: Hex
  readonly place: Place
  /** When it was last heard, by our clock. */
  readonly at: number
  /** When it last moved. */
  readonly movedAt: number
}

export function makePresence(core: PlanCore, send: (body: Uint8Array) => void): Presence {
  const { deps, state } = core
  let session: Hex | null = null
  const guard = new ReplayGuard()
  const seen = new Map<Hex, Seen>()
  const changed = makeListeners<readonly PresentMember[]>(() => undefined)
  const heard = makeListeners<Heard>(() => undefined)
  let place: Place | null = null
  let count = 0
  let saidAt = Number.NEGATIVE_INFINITY
  let cancelSay: (() => void) | null = null
  let cancelSweep: (() => void) | null = null
  let told = '[]'
  let isClosed = false

  /** The clock of a relay is the one that both sides know: those of laptops may be hours off. */
  const now = (): number => {
    const [ahead] = state.relayClocks.values()
    return Math.max(0, Math.floor(deps.clock.now() + (ahead ?? 0)))
  }

  const say = (body: NoteBody): void => {
    const epochId = state.roster.sendingEpoch
    const epochSecret = epochId === undefined ? undefined : state.epochs.get(epochId)
    if (epochId === undefined || epochSecret === undefined || roleOf(memberOf(core, core.device)) === null) return
    const clear = encodeNoteBody(body)
    if (clear.length > MAX_NOTE_WORDS) return
    count += 1
    session ??= toHex(deps.random.bytes(8))
    const keys = { roomId: core.planId, epochSecret, devicePrivateKey: core.keys.sign.privateKey }
    send(sealNote({ epochId, device: core.device, session, count, time: now() }, clear, keys, deps.random))
  }

  const sayPlace = (): void => {
    cancelSay?.()
    cancelSay = null
    if (place === null || isClosed) return
    saidAt = deps.clock.now()
    say({ kind: 'here', place })
    cancelSay = deps.timer.after(SAY_AGAIN_MS, sayPlace)
  }
  const sayPlaceSoon = (): void => {
    const wait = saidAt + SAY_EVERY_MS - deps.clock.now()
    if (wait <= 0 || wait > SAY_EVERY_MS) return sayPlace()
    cancelSay?.()
    cancelSay = deps.timer.after(wait, sayPlace)
  }

  const people = (): readonly PresentMember[] => {
    const self = selfId(core)
    const found = new Map<Hex, { readonly view: PresentMember; readonly movedAt: number }>()
    for (const { device, place, movedAt } of seen.values()) {
      const member = memberOf(core, device)
      if (member === undefined || roleOf(member) === null || member.id === self) continue
      const known = found.get(member.id)
      if (known !== undefined && known.movedAt >= movedAt) continue
      const personId = state.facts.people.get(member.id)?.personId ?? null
      found.set(member.id, {
        view: { memberId: member.id, personId, name: nameOfMember(core, member), place },
        movedAt,
      })
    }
    return [...found.values()].map(({ view }) => view).sort((a, b) => (a.memberId < b.memberId ? -1 : 1))
  }
  const tell = (): void => {
    const list = people()
    const said = JSON.stringify(list)
    if (said === told) return
    told = said
    changed.emit(list)
  }

  const sweep = (): void => {
    cancelSweep = null
    for (const { device, at } of seen.values()) {
      if (Math.abs(deps.clock.now() - at) >= SILENT_AFTER_MS) leave(device)
    }
    tell()
    sweepLater()
  }
  const sweepLater = (): void => {
    if (seen.size > 0 && !isClosed) cancelSweep ??= deps.timer.after(SILENT_AFTER_MS / 6, sweep)
  }
  const leave = (device: Hex): void => {
    if (seen.delete(device)) heard.emit({ device, body: { kind: 'gone' } })
  }

  const goOffline = (): void => {
    if (place !== null) say({ kind: 'gone' })
    for (const device of seen.keys()) leave(device)
    tell()
  }

  const noteHere = (device: Hex, from: Hex, at: Place): void => {
    const before = seen.get(device)
    const time = deps.clock.now()
    const isMoved = before === undefined || JSON.stringify(before.place) !== JSON.stringify(at)
    seen.set(device, { device, session: from, place: at, at: time, movedAt: isMoved ? time : before.movedAt })
    // Who has just come does not know of us yet.
    if (before?.session !== from && place !== null) sayPlaceSoon()
    sweepLater()
  }

  return {
    set(next) {
      if (JSON.stringify(next) === JSON.stringify(place)) return
      place = next
      if (next !== null) return sayPlaceSoon()
      cancelSay?.()
      cancelSay = null
      say({ kind: 'gone' })
    },
    people,
    changed,
    heard,
    isShared: () => place !== null && people().length > 0,
    take(bytes) {
      const came = parseNote(bytes)
      if (isClosed || came === undefined || came.device === core.device) return
      if (!verifyNote(came, core.planId)) return
      if (roleOf(memberOf(core, came.device)) === null) return
      if (!guard.isNew(came, now())) return
      const epochSecret = state.epochs.get(came.epochId)
      if (epochSecret === undefined) return
      const clear = openNote(came, { roomId: core.planId, epochSecret })
      const body = clear === undefined ? undefined : decodeNoteBody(clear)
      if (body === undefined) return
      if (body.kind === 'gone') leave(came.device)
      else if (body.kind === 'here') noteHere(came.device, came.session, body.place)
      else heard.emit({ device: came.device, body })
      tell()
    },
    say,
    greet: sayPlaceSoon,
    leave: goOffline,
    close() {
      goOffline()
      isClosed = true
      cancelSay?.()
      cancelSweep?.()
    },
  }
}
