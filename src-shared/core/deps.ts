/** What a member's device needs of the world. Composition roots pass real ones, the simulator seeded ones. */
import type { Hex } from '../base/bytes.ts'
import type { Clock, Log, Random, Timer } from '../base/ports.ts'
import type { Result } from '../base/result.ts'
import type { DocExecutor } from '../gate/executor.ts'
import type { Disk, DiskError } from '../journal/disk.ts'
import type { Journal, JournalError } from '../journal/journal.ts'
import type { Vector } from '../journal/vector.ts'
import type { PlanIdentity } from '../gate/documentEngine.ts'
import type { SocketPort } from '../sync/port.ts'
import type { DeviceWhere } from './contract.ts'
import type { NearPort } from './near.ts'

/** The folders of a device's plans, each named by its plan id. */
export interface PlanFolders {
  list(): Promise<Result<readonly Hex[], DiskError>>
  /** The folder of one plan; it is made by the first write. */
  disk(planId: Hex): Disk
  /** For people: where this plan is. */
  nameOf(planId: Hex): string
  /** The folder and everything in it, for ever. */
  remove(planId: Hex): Promise<Result<void, DiskError>>
}

export interface CoreDeps {
  readonly clock: Clock
  readonly random: Random
  readonly timer: Timer
  readonly log: Log
  /** D: 32 random bytes of this installation. */
  readonly deviceSecret: Uint8Array
  /** Makes the secret durable, when it is not: asked before a plan is written, and by nothing else. */
  keepIdentity(): Promise<Result<void, DiskError>>
  readonly folders: PlanFolders
  /** `expected`: what the cache says the journal held. */
  openJournal(disk: Disk, planId: Hex, expected: Vector): Promise<Result<Journal, JournalError>>
  /** A fresh document worker, with nothing loaded. */
  startExecutor(plan: PlanIdentity): Promise<DocExecutor>
  readonly socket: SocketPort
  /** Absent: this program has no local network to find others on. */
  readonly near?: NearPort
  readonly where: Omit<DeviceWhere, 'plans'>
  /** Plans found in the folder when the device was opened. */
  readonly plans?: readonly Hex[]
  /** Name and version of the program, for relays. */
  readonly app: string
}
