/** A new plan: its room, its first change, what its template says, and the founder as its first person (CR16). */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Disk } from '../journal/disk.ts'
import { emptyVector } from '../journal/vector.ts'
import { createPlan } from '../plan/birth.ts'
import { planAll, planSet } from '../plan/operations.ts'
import { templateOperations } from '../plan/templates.ts'
import { THE_PLAN } from '../plan/things.ts'
import { type FoundedRoom, foundRoom } from '../roster/foundRoom.ts'
import { formatCode } from '../roster/recoveryCode.ts'
import { editAsCore } from './coreEdit.ts'
import type { CreatePlan, CreatedPlan, KeepCodes } from './contract.ts'
import type { CoreDeps } from './deps.ts'
import { sealSecrets } from './epochs.ts'
import { readFacts } from './facts.ts'
import { keepCache } from './keepCache.ts'
import { openLocalFile } from './localFile.ts'
import { emptyLocalState } from './localState.ts'
import { openPlan, vaultOf } from './openPlan.ts'
import { applyOwn, executorNotice, writeDrafts } from './ownChanges.ts'
import { actorOfStream } from './ownStreams.ts'
import { ensurePerson, isName } from './person.ts'
import { type PlanCore, closeCore, diskNotice } from './planCore.ts'
import { sealInvite } from './ownInvite.ts'
import { sealPending } from './sealDrafts.ts'

export interface Founded {
  readonly created: CreatedPlan
  /** Open, for whoever goes on with it. */
  readonly core: PlanCore
}

export async function foundPlan(deps: CoreDeps, input: CreatePlan, keep?: KeepCodes): Promise<Result<Founded, Notice>> {
  const name = (input.name ?? '').trim()
  if (name !== '' && !isName(name)) return err(notice('E_NAME'))
  const room = foundRoom({ deviceSecret: deps.deviceSecret, ...(name === '' ? {} : { name }) }, deps)
  const codes = { recoveryCode: formatCode(room.recoveryCode), rootCode: formatCode(room.rootCode) }
  const kept = await keep?.(room.roomId, codes)
  if (kept?.ok === false) return kept
  const founded = await writeRoom(deps, room, input, name)
  if (!founded.ok) {
    await deps.folders.remove(room.roomId)
    return founded
  }
  return ok({ created: { planId: room.roomId, ...codes }, core: founded.value })
}

async function writeRoom(
  deps: CoreDeps,
  room: FoundedRoom,
  input: CreatePlan,
  name: string,
): Promise<Result<PlanCore, Notice>> {
  const begun = await beginFolder(deps, room.roomId, {
    entries: [room.genesis, room.epoch],
    name,
    service: room.stream,
    epochs: new Map([[room.epoch.hash, room.epochSecret]]),
    relays: input.relays ?? [],
  })
  if (!begun.ok) return begun
  const opened = await openPlan(deps, room.roomId, { unfinished: true })
  if (!opened.ok) return opened
  const core = opened.value
  const written = await core.turn.run(() => writeBeginning(core, room, input))
  const finished = written.ok ? await finishFolder(core) : written
  if (finished.ok) return ok(core)
  await closeCore(core)
  return finished
}

async function writeBeginning(core: PlanCore, room: FoundedRoom, input: CreatePlan): Promise<Result<void, Notice>> {
  const { random } = core.deps
  const birth = createPlan(actorOfStream(core.device, room.stream)).change
  const applied = await applyOwn(core, room.stream, [birth])
  if (!applied.ok) return err(executorNotice(applied.error))
  const drafted = await writeDrafts(core, applied.value)
  if (!drafted.ok) return drafted
  const text = {
    language: input.language ?? 'en',
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.horizon === undefined ? {} : { horizon: input.horizon }),
  }
  const { template } = input
  const filled = await editAsCore(core, (doc) =>
    template === undefined
      ? planSet(doc, THE_PLAN, text)
      : planAll(doc, templateOperations(template, text, random), random),
  )
  if (!filled.ok) return filled
  const person = await ensurePerson(core)
  if (!person.ok) return person
  const sealed = await sealPending(core)
  if (!sealed.ok) return sealed
  await readFacts(core)
  return keepCache(core)
}

export interface FolderStart {
  readonly entries: readonly FoundedRoom['genesis'][]
  readonly name: string
  readonly service: Hex
  readonly epochs: ReadonlyMap<Hex, Uint8Array>
  readonly relays: NonNullable<CreatePlan['relays']>
  readonly invite?: { readonly grant: Hex; readonly seed: Uint8Array }
}

/**
 * Local state, then journal, of a plan that is being founded or joined. The local state comes first: it says that this is
 * not yet a plan of this device, wherever a crash may cut it short.
 */
export async function beginFolder(deps: CoreDeps, planId: Hex, start: FolderStart): Promise<Result<void, Notice>> {
  const kept = await deps.keepIdentity()
  if (!kept.ok) return err(diskNotice(kept.error))
  const disk = deps.folders.disk(planId)
  const begun = await writeFolder(deps, disk, planId, start)
  await disk.close()
  return begun
}

async function writeFolder(deps: CoreDeps, disk: Disk, planId: Hex, start: FolderStart): Promise<Result<void, Notice>> {
  const vault = vaultOf(deps, planId)
  const local = await openLocalFile(disk, emptyLocalState(start.name))
  if (!local.ok) return err(diskNotice(local.error))
  const written = await local.value.file.update((state) => ({
    ...state,
    name: start.name,
    relays: start.relays.map((relay) => ({ ...relay, listed: true })),
    epochs: sealSecrets(vault, start.epochs),
    streams: { ...state.streams, service: start.service },
    ...(start.invite === undefined ? {} : { invite: sealInvite(vault, start.invite) }),
  }))
  if (!written.ok) return err(diskNotice(written.error))
  const journal = await deps.openJournal(disk, planId, emptyVector)
  if (!journal.ok) return err(diskNotice(journal.error))
  const appended = await journal.value.append(start.entries)
  await journal.value.close()
  if (!appended.ok) return err(diskNotice(appended.error))
  return ok(undefined)
}

/** From here on it is a plan of this device. */
export async function finishFolder(core: PlanCore): Promise<Result<void, Notice>> {
  const written = await core.local.update((state) => ({ ...state, ready: true }))
  return written.ok ? ok(undefined) : err(diskNotice(written.error))
}
