/**
 * Attached files between this device and one relay (AT13, AT19–AT21): one question at a time, and only while nothing of the plan's
 * entries is on its way. What is here and the relay lacks is handed over, what is wanted and the relay has is fetched.
 */
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { type Code, type Notice, isCode, notice } from '../base/codes.ts'
import type { FileRef } from '../files/fileStore.ts'
import { encodeFrame } from '../protocol/frameCodec.ts'
import type { FrameBody } from '../protocol/frames.ts'
import { MAX_ASKED_PIECES, MAX_BATCH_PIECES } from '../protocol/limits.ts'
import type { FileFrame } from '../sync/sessionState.ts'
import type { PlanCore } from './planCore.ts'
import type { NamedFile, PlanFiles } from './planFiles.ts'

/** The connection as the courier needs it. */
export interface FileLine {
  /** A new value with each connection; `null` while there is none that knows files. */
  connection(): number | null
  /** Nothing of the plan's entries is on its way. */
  isQuiet(): boolean
  mayPut(): boolean
  send(frame: Uint8Array): void
  /** Whether the relay has the file of this list. */
  onKnown(address: Hex, isThere: boolean): void
  /** The relay, or the disk, does not take what it should. */
  onTrouble(trouble: Notice): void
}

export interface FileCourier {
  take(frame: FileFrame): void
  /** Connection, plan or files may be other than before. */
  look(): void
  /** Resolves when there is nothing more to do at this relay, or no connection to do it by. */
  settle(): Promise<void>
}

const ANSWER_WITHIN_MS = 60_000

type Names = FileFrame['name']
type Answer<N extends Names> = FrameBody<N>

export function makeFileCourier(core: PlanCore, files: PlanFiles, line: FileLine): FileCourier {
  /** What the relay has, by the address of a list: lists are sent last, so whoever has the list has the file. */
  let known = new Map<Hex, boolean>()
  /** Not tried again in this connection, unless the relay has news. */
  let failed = new Set<Hex>()
  /** Files of which every piece was asked about in this connection: a relay may have lost some, and its list says nothing of that. */
  let compared = new Set<Hex>()
  let mayHandOver = true
  let connection: number | null = null
  let question: { readonly name: Names; readonly resolve: (frame: FileFrame | null) => void } | null = null
  let wake: (() => void) | null = null
  let running: Promise<void> | null = null
  let isDue = false

  const note = (address: Hex, isThere: boolean): void => {
    known.set(address, isThere)
    line.onKnown(address, isThere)
  }

  const isStill = (at: number): boolean => !core.state.closed && line.connection() === at

  const ask = async <N extends Names>(at: number, frame: Uint8Array, name: N): Promise<Answer<N> | null> => {
    // Entries first, always.
    while (isStill(at) && !line.isQuiet()) await new Promise<void>((resolve) => (wake = resolve))
    if (!isStill(at)) return null
    return new Promise((resolve) => {
      const settle = (answer: FileFrame | null): void => {
        cancel()
        question = null
        resolve(answer === null ? null : (answer.body as Answer<N>))
      }
      const cancel = core.deps.timer.after(ANSWER_WITHIN_MS, () => settle(null))
      question = { name, resolve: settle }
      line.send(frame)
    })
  }

  /** Asks which of these the relay holds; `null` when it does not answer. */
  const askHeld = async (at: number, addresses: readonly Hex[]): Promise<ReadonlySet<Hex> | null> => {
    const held = new Set<Hex>()
    for (let from = 0; from < addresses.length; from += MAX_ASKED_PIECES) {
      const part = addresses.slice(from, from + MAX_ASKED_PIECES)
      const answer = await ask(at, encodeFrame('BLOB_HAVE', { addresses: packed(part) }), 'BLOB_HAVE')
      if (answer === null) return null
      for (const address of addressesIn(answer.addresses)) held.add(address)
    }
    return held
  }

  const fetch = async (at: number, ref: FileRef): Promise<boolean> => {
    const begun = await files.beginIntake(ref)
    if (!begun.ok) return giveUp(ref, begun.error)
    const intake = begun.value
    if (intake === null) return giveUp(ref, null)
    try {
      for (let next = intake.next(MAX_BATCH_PIECES); next.length > 0; next = intake.next(MAX_BATCH_PIECES)) {
        const answer = await ask(at, encodeFrame('BLOB_GET', { addresses: packed(next) }), 'BLOB_PUT')
        if (answer === null) return false
        if (answer.pieces.length === 0) {
          // It has the list and not the piece: asked like this it will tell when the piece has come.
          return (await askHeld(at, next)) !== null && giveUp(ref, null)
        }
        for (const piece of answer.pieces) {
          const taken = await intake.take(piece)
          if (!taken.ok) return giveUp(ref, taken.error)
          if (taken.value === 'wrong') return giveUp(ref, notice('E_RELAY_FILE'))
        }
      }
      return true
    } finally {
      intake.end()
    }
  }

  const giveUp = (ref: FileRef, trouble: Notice | null): boolean => {
    failed.add(ref.address)
    if (trouble !== null) line.onTrouble(trouble)
    return true
  }

  const put = async (at: number, pieces: readonly Uint8Array[]): Promise<boolean | null> => {
    const answer = await ask(at, encodeFrame('BLOB_PUT', { pieces: [...pieces] }), 'BLOB_ACK')
    if (answer === null) return null
    if (answer.code === undefined) return true
    mayHandOver = false
    const code: Code = isCode(answer.code) ? answer.code : 'E_RELAY_REFUSED'
    line.onTrouble(notice(code))
    return false
  }

  const handOver = async (at: number, ref: FileRef): Promise<boolean> => {
    const list = await files.sealed(ref, 'list')
    const pieces = list.ok ? ref.open(list.value)?.pieces : undefined
    if (!list.ok || pieces === undefined) return giveUp(ref, null)
    const held = await askHeld(at, pieces)
    if (held === null) return false
    const lacking = [...pieces.keys()].filter((number) => !held.has(pieces[number] as Hex))
    try {
      for (let from = 0; from < lacking.length; from += MAX_BATCH_PIECES) {
        files.noteSent(ref, (pieces.length - lacking.length + from) / pieces.length)
        const batch: Uint8Array[] = []
        for (const number of lacking.slice(from, from + MAX_BATCH_PIECES)) {
          const piece = await files.sealed(ref, number)
          if (!piece.ok) return giveUp(ref, null)
          batch.push(piece.value)
        }
        const taken = await put(at, batch)
        if (taken !== true) return taken === false
      }
      const taken = await put(at, [list.value])
      if (taken === true) note(ref.address, true)
      return taken !== null
    } finally {
      files.noteSent(ref, null)
    }
  }

  /** The next thing to do; false: there is none. */
  const step = async (at: number): Promise<boolean> => {
    const named = [...files.wanted(), ...files.held()].map(({ ref }) => ref.address)
    const unknown = named.filter((address) => !known.has(address)).slice(0, MAX_ASKED_PIECES)
    if (unknown.length > 0) {
      const held = await askHeld(at, unknown)
      if (held === null) return false
      for (const address of unknown) note(address, held.has(address))
      return true
    }
    const wanted = files.wanted().find(({ ref }) => known.get(ref.address) === true && !failed.has(ref.address))
    if (wanted !== undefined) return fetch(at, wanted.ref)
    if (!mayHandOver || !line.mayPut()) return false
    const mayLack = files.held().filter(({ ref }) => !failed.has(ref.address))
    const lacking = mayLack.find(({ ref }) => known.get(ref.address) === false)
    if (lacking !== undefined) return handOver(at, lacking.ref)
    const doubtful = mayLack.find(({ ref }) => !compared.has(ref.address))
    return doubtful === undefined ? false : compare(at, mayLack)
  }

  /** Of files whose list the relay has: does it have every piece? As many of them as fit one question. */
  const compare = async (at: number, held: readonly NamedFile[]): Promise<boolean> => {
    const pieces = new Map<Hex, readonly Hex[]>()
    let count = 0
    for (const { ref } of held) {
      if (compared.has(ref.address)) continue
      const list = await files.sealed(ref, 'list')
      const own = (list.ok ? ref.open(list.value)?.pieces : undefined) ?? []
      if (count > 0 && count + own.length > MAX_ASKED_PIECES) break
      pieces.set(ref.address, own)
      count += own.length
    }
    const there = await askHeld(at, [...pieces.values()].flat())
    if (there === null) return false
    for (const [address, own] of pieces) {
      compared.add(address)
      if (own.some((piece) => !there.has(piece))) note(address, false)
    }
    return true
  }

  const run = async (): Promise<void> => {
    const at = line.connection()
    if (at === null) return
    if (at !== connection) {
      connection = at
      known = new Map()
      failed = new Set()
      compared = new Set()
      mayHandOver = true
    }
    while (isStill(at) && (await step(at)));
  }

  /** One at a time; whoever asks while it runs has it run once more. */
  const runAgain = (): Promise<void> => {
    isDue = true
    running ??= runWhileDue().finally(() => {
      running = null
      if (isDue) void runAgain()
    })
    return running
  }
  const runWhileDue = async (): Promise<void> => {
    while (isDue) {
      isDue = false
      await run()
    }
  }

  return {
    take(frame) {
      if (frame.name === 'BLOB_HAVE' && frame.body.news === 1) {
        for (const address of addressesIn(frame.body.addresses)) known.set(address, true)
        failed = new Set()
        void runAgain()
      } else if (frame.name === 'BLOB_ACK' && frame.body.code === 'E_FILE_DAMAGED') {
        compared = new Set()
        void runAgain()
      } else if (question?.name === frame.name) question.resolve(frame)
    },
    look() {
      if (question !== null && connection !== null && !isStill(connection)) question.resolve(null)
      wake?.()
      wake = null
      if (line.connection() !== null && line.isQuiet()) void runAgain()
    },
    async settle() {
      await files.refresh()
      await runAgain()
    },
  }
}

const packed = (addresses: readonly Hex[]): Uint8Array => concat(...addresses.map(fromHex))

function addressesIn(row: Uint8Array): readonly Hex[] {
  return Array.from({ length: row.length / 32 }, (_, i) => toHex(row.subarray(32 * i, 32 * i + 32)))
}
