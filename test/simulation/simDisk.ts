/**
 * The disk of one machine: keeps what is durable apart from what is written, dies at a chosen write or sync, and leaves
 * what a dying machine leaves. A program that was running when it died never hears of it again.
 */
import { concat } from '#shared/base/bytes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { PlanFolders } from '#shared/core/deps.ts'
import type { Disk, DiskError } from '#shared/journal/disk.ts'
import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

/**
 * What is left of data that was written and not synced. `none`, `half`, `most` (all but one byte), `all`; `mixed`: by
 * chance for each file. `kill`: the process alone dies, so that everything written stays but half of the write under way.
 */
export type Tear = 'none' | 'half' | 'most' | 'all' | 'mixed' | 'kill'

interface File {
  bytes: Uint8Array
  durable: Uint8Array
}

interface Folder {
  files: Map<string, File>
  durable: Map<string, File>
}

/** Lies that a disk may tell, for the mutation check. */
export interface DiskLies {
  /** `sync` answers and does nothing, for files of these names. */
  readonly skipSync?: RegExp
  readonly skipSyncFolder?: boolean
  /** Writes to these files are lost, and said to be done. */
  readonly loseWrites?: RegExp
}

export type DiskImage = ReadonlyMap<string, Folder>

const DATA_FOLDER = 'plans'

export class SimMachine {
  /** Writes and syncs so far: a crash happens at one of them. */
  operations = 0
  isFull = false
  lies: DiskLies = {}
  onCrash: () => void = () => undefined
  private readonly scheduler: Scheduler
  private readonly chance: Chance
  private readonly maxSyncMs: number
  private folders = new Map<string, Folder>()
  private generation = 0
  private crashing: { readonly at: number; readonly tear: Tear } | null = null
  private locks = new Set<string>()

  constructor(scheduler: Scheduler, chance: Chance, maxSyncMs: number) {
    this.scheduler = scheduler
    this.chance = chance
    this.maxSyncMs = maxSyncMs
  }

  /** The machine dies at the `count`th write or sync from now; 0: at once. */
  crashIn(count: number, tear: Tear): void {
    if (count === 0) return this.crash(tear)
    this.crashing = { at: this.operations + count, tear }
  }

  forgetCrash(): void {
    this.crashing = null
  }

  image(): DiskImage {
    return copyOf(this.folders)
  }

  restore(image: DiskImage): void {
    this.folders = copyOf(image)
    this.locks = new Set()
    this.generation += 1
  }

  /** All files under a folder, for those who look at the machine from outside. */
  filesUnder(path: string): readonly string[] {
    return [...this.folders].flatMap(([name, { files }]) =>
      name.startsWith(path) ? [...files.keys()].map((file) => `${name}/${file}`) : [],
    )
  }

  folderNames(parent: string): readonly string[] {
    const names = [...this.folders].flatMap(([path, { files }]) =>
      path.startsWith(`${parent}/`) && files.size > 0 ? [path.slice(parent.length + 1).split('/')[0]!] : [],
    )
    return [...new Set(names)].sort()
  }

  /** The disk as the program that is started now sees it. */
  disk(path = ''): Disk {
    return this.diskFor(path, this.generation)
  }

  planFolders(): PlanFolders {
    const generation = this.generation
    return {
      nameOf: (planId) => `${DATA_FOLDER}/${planId}`,
      disk: (planId) => this.diskFor(`${DATA_FOLDER}/${planId}`, generation),
      list: () => this.attempt(generation, () => ok(this.folderNames(DATA_FOLDER))),
      remove: (planId) =>
        this.change(generation, () => {
          this.folders.delete(`${DATA_FOLDER}/${planId}`)
          return ok(undefined)
        }),
    }
  }

  /** Files of this name are gone from every folder, as when somebody has deleted them. */
  loseFiles(name: RegExp): void {
    for (const { files, durable } of this.folders.values()) {
      for (const held of [files, durable]) for (const file of held.keys()) if (name.test(file)) held.delete(file)
    }
  }

  private crash(tear: Tear): void {
    this.crashing = null
    this.generation += 1
    this.locks = new Set()
    for (const folder of this.folders.values()) {
      const keepsNames = tear === 'kill' || tear === 'all' || (tear === 'mixed' && this.chance.hit(0.5))
      for (const file of folder.files.values()) {
        file.bytes = this.survivor(file, tear)
        file.durable = file.bytes
      }
      folder.files = new Map(keepsNames ? folder.files : folder.durable)
      folder.durable = new Map(folder.files)
    }
    this.onCrash()
  }

  private survivor({ bytes, durable }: File, tear: Tear): Uint8Array {
    const how = tear === 'mixed' ? this.chance.pick(['none', 'half', 'most', 'all'] as const) : tear
    if (how === 'kill' || how === 'all') return bytes
    const isAppended = bytes.length > durable.length && durable.every((byte, at) => bytes[at] === byte)
    if (how === 'none' || !isAppended) return durable
    const more = bytes.length - durable.length
    return bytes.slice(0, durable.length + (how === 'half' ? more >> 1 : more - 1))
  }

  private attempt<T>(generation: number, run: () => Result<T, DiskError>): Promise<Result<T, DiskError>> {
    if (generation !== this.generation) return never()
    return Promise.resolve().then(() => (generation === this.generation ? run() : never<Result<T, DiskError>>()))
  }

  /** A call that may be the last one: then `partly` happens, and nobody is answered. */
  private async change<T>(
    generation: number,
    run: () => Result<T, DiskError>,
    options: { readonly partly?: () => void; readonly isSlow?: boolean } = {},
  ): Promise<Result<T, DiskError>> {
    if (generation !== this.generation) return never()
    this.operations += 1
    if (this.crashing !== null && this.operations >= this.crashing.at) {
      const { tear } = this.crashing
      options.partly?.()
      this.crash(tear)
      return never()
    }
    const ms = options.isSlow === true && this.maxSyncMs > 0 ? this.chance.below(this.maxSyncMs + 1) : 0
    if (ms > 0) await new Promise<void>((resolve) => this.scheduler.after(ms, resolve))
    return this.attempt(generation, run)
  }

  private folder(path: string): Folder {
    const held = this.folders.get(path) ?? { files: new Map(), durable: new Map() }
    this.folders.set(path, held)
    return held
  }

  private diskFor(path: string, generation: number): Disk {
    const inner = new Map<string, Disk>()
    const fileOf = (name: string): File | undefined => this.folders.get(path)?.files.get(name)
    const missing = (file: string) => err({ code: 'E_DISK_MISSING', file, cause: 'ENOENT' } as const)
    const put = (name: string, offset: number, bytes: Uint8Array): void => {
      const { files } = this.folder(path)
      const file = files.get(name) ?? { bytes: new Uint8Array(), durable: new Uint8Array() }
      if (offset > file.bytes.length) throw new Error(`written beyond the end of ${name}`)
      file.bytes = concat(file.bytes.subarray(0, offset), bytes, file.bytes.subarray(offset + bytes.length))
      files.set(name, file)
    }
    return {
      list: () =>
        this.attempt(generation, () =>
          ok(
            [...(this.folders.get(path)?.files ?? [])]
              .map(([name, { bytes }]) => ({ name, size: bytes.length }))
              .sort((a, b) => (a.name < b.name ? -1 : 1)),
          ),
        ),
      read: (name, offset, length) =>
        this.attempt(generation, () => {
          const file = fileOf(name)
          return file === undefined ? missing(name) : ok(file.bytes.slice(offset, offset + length))
        }),
      write: (name, offset, bytes) => {
        const copy = Uint8Array.from(bytes)
        const half = (): void => put(name, offset, copy.subarray(0, copy.length >> 1))
        return this.change<void>(
          generation,
          () => {
            if (this.lies.loseWrites?.test(name) === true) return ok(undefined)
            if (!this.isFull) return ok(put(name, offset, copy))
            half()
            return err({ code: 'E_DISK_FULL', file: name, cause: 'ENOSPC' })
          },
          { partly: half },
        )
      },
      sync: (name) =>
        this.change<void>(
          generation,
          () => {
            const file = fileOf(name)
            if (this.lies.loseWrites?.test(name) === true || this.lies.skipSync?.test(name) === true) {
              return ok(undefined)
            }
            if (file === undefined) return missing(name)
            file.durable = file.bytes
            return ok(undefined)
          },
          { isSlow: true },
        ),
      truncate: (name, length) =>
        this.change<void>(generation, () => {
          const file = fileOf(name)
          if (file === undefined) return missing(name)
          file.bytes = file.bytes.slice(0, length)
          return ok(undefined)
        }),
      rename: (from, to) =>
        this.change<void>(generation, () => {
          const file = fileOf(from)
          if (file === undefined) return missing(from)
          const { files } = this.folder(path)
          files.delete(from)
          files.set(to, file)
          return ok(undefined)
        }),
      remove: (name) =>
        this.change<void>(generation, () => {
          this.folders.get(path)?.files.delete(name)
          return ok(undefined)
        }),
      syncFolder: () =>
        this.change<void>(generation, () => {
          const folder = this.folders.get(path)
          if (folder !== undefined && this.lies.skipSyncFolder !== true) folder.durable = new Map(folder.files)
          return ok(undefined)
        }),
      lock: (name) =>
        this.attempt(generation, () => {
          const held = `${path}/${name}`
          if (this.locks.has(held)) return err({ code: 'E_FOLDER_LOCKED', file: name, cause: 'held' } as const)
          this.locks.add(held)
          const { locks } = this
          return ok({
            release: () => {
              locks.delete(held)
              return Promise.resolve()
            },
          })
        }),
      folder: (name) => {
        const made = inner.get(name) ?? this.diskFor(path === '' ? name : `${path}/${name}`, generation)
        inner.set(name, made)
        return made
      },
      close: () => Promise.resolve(),
    }
  }
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

function copyOf(folders: DiskImage): Map<string, Folder> {
  const copies = new Map<File, File>()
  const copied = (files: ReadonlyMap<string, File>): Map<string, File> =>
    new Map(
      [...files].map(([name, file]) => {
        const copy = copies.get(file) ?? { ...file }
        copies.set(file, copy)
        return [name, copy]
      }),
    )
  return new Map(
    [...folders].map(([path, { files, durable }]) => [path, { files: copied(files), durable: copied(durable) }]),
  )
}
