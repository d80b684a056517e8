/**
 * A member's device on a real disk: the composition that the command line, the demo and the Electron core process use.
 * Whoever calls it has loaded Automerge's WASM and libsodium before.
 */
import { join, resolve } from 'node:path'
import { type Notice, notice } from '#shared/base/codes.ts'
import { type Log, silentLog } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { MemberDevice } from '#shared/core/contract.ts'
import type { CoreDeps } from '#shared/core/deps.ts'
import type { NearPort } from '#shared/core/near.ts'
import { openDevice } from '#shared/core/device.ts'
import { diskNotice } from '#shared/core/planCore.ts'
import type { DocExecutor } from '#shared/gate/executor.ts'
import type { PlanIdentity } from '#shared/gate/documentEngine.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { nodeDisk } from '../disk/nodeDisk.ts'
import { gateExecutor } from '../gateWorker/gateExecutor.ts'
import { KEY_FILE, openPlainKeys } from '../keys/keyStore.ts'
import { webSocketPort } from '../net/webSocketPort.ts'
import { systemClock, systemRandom, systemTimer } from '../system/ports.ts'
import { nodePlanFolders } from './planFolders.ts'

/** Held while a process uses the folder (CR22). */
const LOCK_NAME = 'in-use.lock'
/** Of the relay with which this device shares its plans on a local network. */
const NEAR_FOLDER = 'near'

export interface NearSettings {
  readonly dataDir: string
  readonly isOwn: (roomId: string) => boolean
  readonly log: Log
}

export interface MemberFolderOptions {
  /** D of this installation. Absent: kept in `device.key` (0600) of the folder, made with the first plan. */
  readonly deviceSecret?: Uint8Array
  /** Where the document worker's code is, when it is not the source file. */
  readonly workerUrl?: URL
  /** Another way to hold documents than a worker of its own: the simulator's and benchmarks' inline executor. */
  readonly startExecutor?: (plan: PlanIdentity) => Promise<DocExecutor>
  readonly log?: Log
  /** The local network, for programs that have one; closed with the device. */
  readonly openNear?: (settings: NearSettings) => NearPort & { close(): Promise<void> }
  /** Name and version of the program, for relays. */
  readonly app?: string
}

/** Errors: `E_FOLDER_LOCKED`, `E_KEYRING` when the key file cannot be read (nothing is made instead), `E_DISK…`. Close it, or the process stays. */
export async function openMemberFolder(
  dir: string,
  options: MemberFolderOptions = {},
): Promise<Result<MemberDevice, Notice>> {
  const folder = resolve(dir)
  const { log = silentLog, workerUrl } = options
  const disk = nodeDisk(folder)
  const lock = await disk.lock(LOCK_NAME)
  if (!lock.ok) {
    await disk.close()
    return err(diskNotice(lock.error))
  }
  const letGo = async (): Promise<void> => {
    await lock.value.release()
    await disk.close()
  }
  const identity = await openIdentity(folder, options)
  if (!identity.ok) {
    await letGo()
    return identity
  }
  const folders = nodePlanFolders(folder)
  const plans = await folders.list()
  let isOwn = (_roomId: string): boolean => false
  const near = options.openNear?.({ dataDir: join(folder, NEAR_FOLDER), isOwn: (roomId) => isOwn(roomId), log })
  const device = openDevice({
    clock: systemClock,
    random: systemRandom,
    timer: systemTimer,
    log,
    ...identity.value,
    folders,
    openJournal: (disk, roomId, expected) => openFileJournal({ disk, roomId, expected, log }),
    startExecutor:
      options.startExecutor ??
      ((identity) => gateExecutor({ identity, ...(workerUrl === undefined ? {} : { workerUrl }) })),
    socket: webSocketPort,
    ...(near === undefined ? {} : { near }),
    plans: plans.ok ? plans.value : [],
    where: { folder, key: join(folder, KEY_FILE) },
    app: options.app ?? 'aplec',
  })
  isOwn = (roomId) => device.where().plans.some(({ planId }) => planId === roomId)
  return ok({
    ...device,
    async close() {
      await device.close()
      await near?.close()
      await letGo()
    },
  })
}

async function openIdentity(
  folder: string,
  { deviceSecret }: MemberFolderOptions,
): Promise<Result<Pick<CoreDeps, 'deviceSecret' | 'keepIdentity'>, Notice>> {
  if (deviceSecret !== undefined) return ok({ deviceSecret, keepIdentity: async () => ok(undefined) })
  const found = await openPlainKeys(folder, systemRandom)
  if (found.ok) return ok({ deviceSecret: found.value.keys.deviceSecret, keepIdentity: found.value.keep })
  const { error } = found
  return err(error.code === 'E_NEWER' ? notice('E_NEWER', { version: error.version }) : notice(error.code))
}
