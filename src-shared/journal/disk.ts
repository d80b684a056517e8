/**
 * The file port: one folder with plain files. The same journal, draft and cache code runs on real disks
 * (`src-node/disk`) and on the simulator's disk, which tears writes. Nothing is durable before its `sync`.
 */
import type { Result } from '../base/result.ts'

/**
 * `E_DISK_FULL`: no room, or over quota; trying again later may work. `E_DISK`: the disk refused otherwise (read error,
 * no permission). `E_DISK_MISSING`: no such file. `E_FOLDER_LOCKED`: another process writes here.
 */
export interface DiskError {
  readonly code: 'E_DISK_FULL' | 'E_DISK' | 'E_DISK_MISSING' | 'E_FOLDER_LOCKED'
  readonly file: string
  /** What the system said (`ENOSPC`, `EIO`, …); for logs. */
  readonly cause: string
  /** Of the process that holds the lock, when known. */
  readonly pid?: number
}

export interface DiskFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** Names are plain file names of this folder: no separators. */
export interface Disk {
  /** Files of the folder (not folders), by name; empty when the folder does not exist yet. */
  list(): Promise<Result<readonly DiskFile[], DiskError>>
  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  read(name: string, offset: number, length: number): Promise<Result<Uint8Array, DiskError>>
  /**
   * Writes `bytes` at `offset`, which is at most the size of the file; creates file and folder when missing. After an
   * error any part of it may have been written.
   */
  write(name: string, offset: number, bytes: Uint8Array): Promise<Result<void, DiskError>>
  /** Makes what was written to this file durable. After an error nothing since the last success may be trusted. */
  sync(name: string): Promise<Result<void, DiskError>>
  truncate(name: string, length: number): Promise<Result<void, DiskError>>
  /** Replaces `to` when it exists, in one step. Durable after `syncFolder`. */
  rename(from: string, to: string): Promise<Result<void, DiskError>>
  /** No error when there is no such file. Durable after `syncFolder`. */
  remove(name: string): Promise<Result<void, DiskError>>
  /** Makes creations, renames and removals durable. */
  syncFolder(): Promise<Result<void, DiskError>>
  /** Held until `release` or the end of the process; a lock left by a dead process is taken over. */
  lock(name: string): Promise<Result<DiskLock, DiskError>>
  /** A folder inside this one; the same object for the same name. */
  folder(name: string): Disk
  /** Closes what is open, inner folders too; the disk may be used again. Whoever made the disk calls it at the end. */
  close(): Promise<void>
}

export interface DiskLock {
  release(): Promise<void>
}
