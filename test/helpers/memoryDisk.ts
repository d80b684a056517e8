import { concat } from '#shared/base/bytes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Disk, DiskError } from '#shared/journal/disk.ts'

export interface MemoryDisk extends Disk {
  /** Calls so far, as `write journal-000.alog`. */
  readonly calls: string[]
  /** The next call whose text starts with `call` fails this way; a write leaves half of its bytes. */
  failOnce(call: string, code: DiskError['code'], cause?: string): void
  /** Bytes the disk still takes. */
  room: number
  /** The machine stops: what was not synced is gone, or half there (`torn`). Locks are free. */
  crash(torn?: boolean): void
  /** Another disk with the same files, as far as they are durable. */
  copy(): MemoryDisk
  /** Changes a file behind everyone's back. */
  damage(name: string, change: (bytes: Uint8Array) => Uint8Array | undefined): void
  bytes(name: string): Uint8Array
}

interface File {
  bytes: Uint8Array
  durable: Uint8Array
}

/** A folder in memory that keeps what is durable apart from what is written, as disks do. */
export function memoryDisk(held: ReadonlyMap<string, Uint8Array> = new Map()): MemoryDisk {
  let files = new Map<string, File>([...held].map(([name, bytes]) => [name, { bytes, durable: bytes }]))
  let durableNames = new Map(files)
  const folders = new Map<string, MemoryDisk>()
  const locks = new Set<string>()
  const calls: string[] = []
  let failure: { readonly call: string; readonly error: DiskError } | undefined

  const attempt = <T>(call: string, file: string, run: () => Result<T, DiskError>): Promise<Result<T, DiskError>> => {
    const text = `${call} ${file}`.trim()
    calls.push(text)
    if (failure === undefined || !text.startsWith(failure.call)) return Promise.resolve().then(run)
    const { error } = failure
    failure = undefined
    return Promise.resolve(err({ ...error, file }))
  }
  const missing = (file: string) => err({ code: 'E_DISK_MISSING', file, cause: 'ENOENT' } as const)
  const put = (name: string, offset: number, bytes: Uint8Array): void => {
    const file = files.get(name) ?? { bytes: new Uint8Array(), durable: new Uint8Array() }
    if (offset > file.bytes.length) throw new Error(`written beyond the end of ${name}`)
    file.bytes = concat(file.bytes.subarray(0, offset), bytes, file.bytes.subarray(offset + bytes.length))
    files.set(name, file)
  }

  const disk: MemoryDisk = {
    calls,
    room: Number.POSITIVE_INFINITY,
    failOnce(call, code, cause = 'EIO') {
      failure = { call, error: { code, file: '', cause } }
    },
    crash(torn = false) {
      for (const file of files.values()) {
        const half = file.durable.length + ((file.bytes.length - file.durable.length) >> 1)
        file.bytes = torn && half > file.durable.length ? file.bytes.slice(0, half) : file.durable
        file.durable = file.bytes
      }
      files = new Map(durableNames)
      locks.clear()
      for (const folder of folders.values()) folder.crash(torn)
    },
    copy: () => memoryDisk(new Map([...durableNames].map(([name, { durable }]) => [name, durable]))),
    damage(name, change) {
      const file = files.get(name)
      if (file === undefined) throw new Error(`no file ${name}`)
      const bytes = change(new Uint8Array(file.bytes))
      if (bytes === undefined) files.delete(name)
      else files.set(name, { bytes, durable: bytes })
      durableNames = new Map(files)
    },
    bytes: (name) => files.get(name)?.bytes ?? new Uint8Array(),
    list: () =>
      attempt('list', '', () =>
        ok(
          [...files]
            .map(([name, { bytes }]) => ({ name, size: bytes.length }))
            .sort((a, b) => (a.name < b.name ? -1 : 1)),
        ),
      ),
    read: (name, offset, length) =>
      attempt('read', name, () => {
        const file = files.get(name)
        return file === undefined ? missing(name) : ok(file.bytes.slice(offset, offset + length))
      }),
    async write(name, offset, bytes) {
      const taken = [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0)
      const isFull = taken + bytes.length > disk.room
      const result = await attempt('write', name, () =>
        isFull ? err({ code: 'E_DISK_FULL', file: name, cause: 'ENOSPC' } as const) : ok(undefined),
      )
      put(name, offset, result.ok ? bytes : bytes.subarray(0, bytes.length >> 1))
      return result
    },
    sync: (name) =>
      attempt('sync', name, () => {
        const file = files.get(name)
        if (file === undefined) return missing(name)
        file.durable = file.bytes
        return ok(undefined)
      }),
    truncate: (name, length) =>
      attempt('truncate', name, () => {
        const file = files.get(name)
        if (file === undefined) return missing(name)
        file.bytes = file.bytes.slice(0, length)
        return ok(undefined)
      }),
    rename: (from, to) =>
      attempt('rename', from, () => {
        const file = files.get(from)
        if (file === undefined) return missing(from)
        files.delete(from)
        files.set(to, file)
        return ok(undefined)
      }),
    remove: (name) =>
      attempt('remove', name, () => {
        files.delete(name)
        return ok(undefined)
      }),
    syncFolder: () =>
      attempt('syncFolder', '', () => {
        durableNames = new Map(files)
        return ok(undefined)
      }),
    lock: (name) =>
      attempt('lock', name, () => {
        if (locks.has(name)) return err({ code: 'E_FOLDER_LOCKED', file: name, cause: 'held' } as const)
        locks.add(name)
        return ok({
          release: () => {
            locks.delete(name)
            return Promise.resolve()
          },
        })
      }),
    folder(name) {
      const held = folders.get(name) ?? memoryDisk()
      folders.set(name, held)
      return held
    },
    close: () => Promise.resolve(),
  }
  return disk
}
