/** A member's device on a disk in memory, with a clock and timers the test moves: the real core, gate and journal. */
import { systemRandom } from '#node/system/ports.ts'
import type { Hex } from '#shared/base/bytes.ts'
import { type Random, silentLog } from '#shared/base/ports.ts'
import { ok } from '#shared/base/result.ts'
import type { MemberDevice, PlanSession } from '#shared/core/contract.ts'
import type { CoreDeps } from '#shared/core/deps.ts'
import { openDevice } from '#shared/core/device.ts'
import type { PlanCore } from '#shared/core/planCore.ts'
import type { OpenSession } from '#shared/core/session.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import type { Disk } from '#shared/journal/disk.ts'
import { type MemoryDisk, memoryDisk } from './memoryDisk.ts'

export interface MemoryMember {
  readonly device: MemberDevice
  disk(planId: Hex): MemoryDisk
  /** Moves the clock and runs what is due. */
  pass(ms: number): Promise<void>
  /** The same installation after a power cut: what was not synced is gone. Nothing of the old device is closed. */
  crash(torn?: boolean): MemoryMember
  /** The same installation on another computer, as its folder is on the disk now. */
  copy(options?: MemoryMemberOptions): MemoryMember
  /** `stopAfter` has come. */
  isStopped(): boolean
}

export interface MemoryMemberOptions {
  /** The machine stops at that call that changes the disk: it writes half, and nothing answers any more. */
  readonly stopAfter?: number
  /** UTC ms by the clock of this computer. */
  readonly now?: number
  /** Default: the machine's own. */
  readonly random?: Random
  readonly startExecutor?: CoreDeps['startExecutor']
}

export function memoryMember(options: MemoryMemberOptions = {}): MemoryMember {
  return stoppingMember((options.random ?? systemRandom).bytes(32), new Map(), options)
}

function stoppingMember(
  deviceSecret: Uint8Array,
  disks: Map<Hex, MemoryDisk>,
  options: MemoryMemberOptions,
): MemoryMember {
  let left = options.stopAfter ?? Number.POSITIVE_INFINITY
  const stopping = (disk: Disk): Disk =>
    new Proxy(disk, {
      get(target, key: keyof Disk) {
        const call = target[key] as (...given: unknown[]) => unknown
        if (!CHANGES_DISK.has(key)) return call
        return (...given: unknown[]) => {
          if (--left >= 0) return call.apply(target, given)
          if (left === -1 && key === 'write') void call.apply(target, given)
          return new Promise(() => undefined)
        }
      },
    })
  return startMember(deviceSecret, disks, options.now ?? SOME_DAY_IN_2026, stopping, () => left < 0, options)
}

const CHANGES_DISK: ReadonlySet<string> = new Set(['write', 'sync', 'rename', 'truncate', 'remove', 'syncFolder'])

const SOME_DAY_IN_2026 = 1_790_000_000_000

function startMember(
  deviceSecret: Uint8Array,
  disks: Map<Hex, MemoryDisk>,
  now: number,
  wrap: (disk: Disk) => Disk = (disk) => disk,
  isStopped = (): boolean => false,
  options: MemoryMemberOptions = {},
): MemoryMember {
  let timers: { readonly at: number; readonly run: () => void }[] = []
  const disk = (planId: Hex): MemoryDisk => {
    const held = disks.get(planId) ?? memoryDisk()
    disks.set(planId, held)
    return held
  }
  const device = openDevice({
    clock: { now: () => now },
    random: options.random ?? systemRandom,
    timer: {
      after(ms, run) {
        const timer = { at: now + ms, run }
        timers.push(timer)
        return () => {
          timers = timers.filter((one) => one !== timer)
        }
      },
    },
    log: silentLog,
    deviceSecret,
    keepIdentity: async () => ok(undefined),
    folders: {
      list: async () => ok([...disks.keys()]),
      disk: (planId) => wrap(disk(planId)),
      nameOf: (planId) => planId,
      remove: async (planId) => ok(void disks.delete(planId)),
    },
    openJournal: (at, roomId, expected) => openFileJournal({ disk: at, roomId, expected }),
    startExecutor: options.startExecutor ?? inlineExecutor,
    socket: {
      connect(_url, events) {
        queueMicrotask(() => events.closed(1006))
        return { send() {}, close() {}, pause() {}, resume() {} }
      },
    },
    where: { folder: 'memory', key: 'memory' },
    app: 'test',
  })
  return {
    device,
    disk,
    async pass(ms) {
      now += ms
      const due = timers.filter((timer) => timer.at <= now)
      timers = timers.filter((timer) => timer.at > now)
      for (const timer of due) timer.run()
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    crash(torn = false) {
      for (const one of disks.values()) one.crash(torn)
      return startMember(deviceSecret, disks, now, undefined, undefined, options)
    },
    copy: (options = {}) =>
      stoppingMember(deviceSecret, new Map([...disks].map(([planId, one]) => [planId, one.copy()])), {
        now,
        ...options,
      }),
    isStopped,
  }
}

/** What a test of the inside may look at. */
export const coreOf = (session: PlanSession): PlanCore => (session as OpenSession).core
