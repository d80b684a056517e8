/** Plan files on a stick (CR19): all entries held, and the way back in, through the same door as from a relay. */
import { type Code, type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type BundleError, type BundleReader, makeBundle, openBundle } from '../journal/bundle.ts'
import type { Entry } from '../journal/entry.ts'
import { bytesSource } from '../journal/records.ts'
import { addressOf } from '../files/sealedFile.ts'
import type { BundleReport } from './contract.ts'
import { type PlanCore, report } from './planCore.ts'
import type { FileIntake, PlanFiles } from './planFiles.ts'
import { type Taken, takeEntries } from './receive.ts'
import { sealInMemory, sealPending } from './sealDrafts.ts'
import { isDiskRefusal } from './unsaved.ts'

/** Entries taken in with one write. */
const BATCH_ENTRIES = 500
const BATCH_BYTES = 8 * 1024 * 1024

export const bundleNotice = (error: BundleError): Notice => {
  switch (error.code) {
    case 'E_NEWER':
      return notice('E_NEWER', { version: error.version })
    case 'E_TOO_LARGE':
      return notice('E_TOO_LARGE', { limit: error.limit })
    default:
      return notice(error.code)
  }
}

/**
 * Everything held; drafts as entries, also when the disk has no room for these: they leave from memory then (CR29). `files`:
 * with the attached files that are here.
 */
export async function writeBundle(core: PlanCore, files: PlanFiles | null): Promise<Result<Uint8Array, Notice>> {
  const kept = await sealPending(core)
  if (!kept.ok && !isDiskRefusal(kept.error)) return kept
  const sealed = kept.ok ? kept : await sealInMemory(core)
  if (!sealed.ok) return sealed
  const made = await makeBundle(
    core.journal,
    core.state.sealed.map(({ entry }) => entry),
    files === null ? [] : await piecesOf(files),
  )
  return made.ok ? made : err(bundleNotice(made.error))
}

/** Each file's list, then its pieces (AT11). One that is found damaged stays behind. */
async function piecesOf(files: PlanFiles): Promise<readonly Uint8Array[]> {
  await files.refresh()
  const out: Uint8Array[] = []
  for (const { ref } of files.held()) {
    const list = await files.sealed(ref, 'list')
    const count = list.ok ? (ref.open(list.value)?.pieces.length ?? 0) : 0
    if (list.ok) out.push(list.value)
    for (let number = 0; number < count; number++) {
      const piece = await files.sealed(ref, number)
      if (!piece.ok) break
      out.push(piece.value)
    }
  }
  return out
}

/** Opens the bytes of a file; which plan it is of stands in the manifest. */
export async function readBundleFile(bytes: Uint8Array): Promise<Result<BundleReader, Notice>> {
  const reader = await openBundle(bytesSource(bytes))
  return reader.ok ? reader : err(bundleNotice(reader.error))
}

/** `onTaken` is called outside the turn, after each batch. */
export async function takeBundle(
  core: PlanCore,
  reader: BundleReader,
  files: PlanFiles,
  onTaken: (taken: Taken) => Promise<void>,
): Promise<Result<BundleReport, Notice>> {
  if (reader.manifest.roomId !== core.planId) return err(notice('E_WRONG_PLAN'))
  const refused = new Map<Code, number>()
  let added = 0
  for await (const batch of batchesOf(reader.entries())) {
    const taken = await core.turn.run(() =>
      takeEntries(
        core,
        batch.map((entry) => entry.bytes),
      ),
    )
    if (!taken.ok) return taken
    added += taken.value.added.length
    for (const [code, count] of taken.value.refused) refused.set(code, (refused.get(code) ?? 0) + count)
    await onTaken(taken.value)
  }
  const { usable, total, isWhole, newer } = reader.summary()
  const part = isWhole ? [] : [notice('E_BUNDLE_PART', { usable, total })]
  if (isWhole) core.health.clear('E_BUNDLE_PART')
  for (const one of part) report(core, one.code, one.params)
  const later = newer === undefined ? [] : [notice('E_NEWER', { version: newer })]
  for (const one of later) report(core, one.code, one.params, 'bundle')
  const notices = [...part, ...later, ...[...refused].map(([code, count]) => notice(code, { count }))]
  const came = await takePieces(files, reader.pieces())
  return ok({ planId: core.planId, title: core.state.facts.title, added, usable, total, files: came, notices })
}

/** Files that the plan names and that are not here, whatever their size. Others' pieces are passed over. */
async function takePieces(files: PlanFiles, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  await files.refresh()
  const missing = new Map(files.missing().map(({ ref }) => [ref.address, ref]))
  let came = 0
  let intake: FileIntake | null = null
  for await (const piece of pieces) {
    const address = addressOf(piece)
    const ref = missing.get(address)
    if (ref !== undefined) {
      intake?.end()
      const begun = await files.beginIntake(ref)
      intake = begun.ok ? begun.value : null
    }
    if (intake === null || intake.next(1)[0] !== address) continue
    const taken = await intake.take(piece)
    if (taken.ok && taken.value === 'taken') continue
    if (taken.ok && taken.value === 'whole') came += 1
    intake.end()
    intake = null
  }
  intake?.end()
  return came
}

async function* batchesOf(entries: AsyncIterable<Entry>): AsyncIterable<readonly Entry[]> {
  let batch: Entry[] = []
  let bytes = 0
  for await (const entry of entries) {
    batch.push(entry)
    bytes += entry.bytes.length
    if (batch.length < BATCH_ENTRIES && bytes < BATCH_BYTES) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
