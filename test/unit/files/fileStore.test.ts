import { expect, test } from 'vitest'
import { systemRandom } from '#node/system/ports.ts'
import { toHex } from '#shared/base/bytes.ts'
import { type FileRef, type FileStore, type Intake, openFileStore } from '#shared/files/fileStore.ts'
import { type SealedFile, addressOf, fileHash, fileKey, openList, sealFile } from '#shared/files/sealedFile.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'

const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
const room = 'aa'.repeat(32)

interface Made {
  readonly clear: Uint8Array
  readonly sealed: SealedFile
  readonly ref: FileRef
}

function made(size = 200_000): Made {
  const clear = systemRandom.bytes(size)
  const hash = fileHash(clear)
  const sealed = sealFile(clear, fileKey(secret, room, hash))
  const ref = { hash, address: sealed.address, open: (list: Uint8Array) => openList(list, fileKey(secret, room, hash)) }
  return { clear, sealed, ref }
}

const must = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const codeOf = (result: { ok: boolean; error?: { code: string } }): string | null => result.error?.code ?? null

const storeOn = async (disk: MemoryDisk): Promise<FileStore> => must(await openFileStore(disk))

async function takeAll(intake: Intake, { sealed }: Made): Promise<void> {
  const parts = new Map([sealed.list, ...sealed.pieces].map((part) => [addressOf(part), part]))
  for (let next = intake.next(1); next.length > 0; next = intake.next(1)) {
    expect(must(await intake.take(parts.get(next[0]!)!))).not.toBe('wrong')
  }
}

test('[AT5] what was kept is read again, also by the next process, and only its address is to be seen', async () => {
  const disk = memoryDisk()
  const file = made()
  must(await (await storeOn(disk)).keep(file.sealed))
  disk.crash()
  const store = await storeOn(disk)
  expect(store.isHere(file.ref.address)).toBe(true)
  expect(toHex(must(await store.read(file.ref)))).toBe(toHex(file.clear))
  expect(must(await disk.list()).map(({ name }) => name)).toEqual([file.sealed.address])
})

test('[AT5] a crash at any step leaves a whole file or none', async () => {
  const file = made(70_000)
  const whole = memoryDisk()
  must(await (await storeOn(whole)).keep(file.sealed))
  const steps = whole.calls.filter((call) => !call.startsWith('list')).length
  for (const torn of [false, true]) {
    for (let step = 0; step < steps; step++) {
      const disk = memoryDisk()
      const store = await storeOn(disk)
      let left = step
      const stopping = new Proxy(disk, {
        get: (target, key: keyof MemoryDisk) => {
          const call = target[key]
          if (typeof call !== 'function' || key === 'list') return call
          return (...given: never[]) =>
            --left < 0 ? new Promise(() => undefined) : (call as (...all: never[]) => unknown)(...given)
        },
      })
      expect(store.heldBytes).toBe(0)
      const half = must(await openFileStore(stopping))
      await Promise.race([half.keep(file.sealed), new Promise((resolve) => setTimeout(resolve, 5))])
      disk.crash(torn)
      const after = await storeOn(disk)
      if (after.isHere(file.ref.address)) expect(toHex(must(await after.read(file.ref)))).toBe(toHex(file.clear))
      // It can be kept again, whatever the crash has left.
      must(await after.keep(file.sealed))
      expect(toHex(must(await after.read(file.ref)))).toBe(toHex(file.clear))
    }
  }
})

test('[AT6] a full disk refuses a file, leaves nothing of it, and takes it when there is room', async () => {
  const disk = memoryDisk()
  const store = await storeOn(disk)
  const file = made()
  disk.room = 100_000
  expect(codeOf(await store.keep(file.sealed))).toBe('E_DISK_FULL')
  expect(must(await disk.list())).toEqual([])
  expect(store.isHere(file.ref.address)).toBe(false)
  disk.room = Number.POSITIVE_INFINITY
  must(await store.keep(file.sealed))
  expect(store.isHere(file.ref.address)).toBe(true)
})

test('[AT7] a bit flipped anywhere, a piece moved, an end cut off: found on reading, and mended by fetching', async () => {
  const file = made()
  const length = 4 + file.sealed.list.length
  const piece = 65_552
  const damages: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
    ...[0, 5, length + 3, length + piece + 40_000].map((at) => (bytes: Uint8Array) => {
      bytes[at]! ^= 4
      return bytes
    }),
    (bytes) => bytes.slice(0, bytes.length - 1),
    (bytes) => bytes.slice(0, 3),
    (bytes) => {
      const first = bytes.slice(length, length + piece)
      bytes.copyWithin(length, length + piece, length + 2 * piece)
      bytes.set(first, length + piece)
      return bytes
    },
  ]
  for (const damage of damages) {
    const disk = memoryDisk()
    const store = await storeOn(disk)
    must(await store.keep(file.sealed))
    disk.damage(file.sealed.address, damage)
    expect(codeOf(await store.read(file.ref))).toBe('E_FILE_DAMAGED')
    expect(store.isHere(file.ref.address)).toBe(false)
    await takeAll(must(await store.intake(file.ref)), file)
    expect(toHex(must(await store.read(file.ref)))).toBe(toHex(file.clear))
  }
})

test('[AT7] a damaged piece is not handed on', async () => {
  const disk = memoryDisk()
  const store = await storeOn(disk)
  const file = made()
  must(await store.keep(file.sealed))
  disk.damage(file.sealed.address, (bytes) => {
    bytes[bytes.length - 5]! ^= 1
    return bytes
  })
  expect(addressOf(must(await store.sealed(file.ref, 0)))).toBe(addressOf(file.sealed.pieces[0]!))
  expect(codeOf(await store.sealed(file.ref, file.sealed.pieces.length - 1))).toBe('E_FILE_DAMAGED')
  expect(store.isHere(file.ref.address)).toBe(false)
})

test('[AT8] a fetch goes on where it was cut off, also after a crash', async () => {
  const disk = memoryDisk()
  const file = made(300_000)
  const first = must(await (await storeOn(disk)).intake(file.ref))
  expect(first.next(4)).toEqual([file.ref.address])
  must(await first.take(file.sealed.list))
  must(await first.take(file.sealed.pieces[0]!))
  must(await first.take(file.sealed.pieces[1]!))
  expect(first.share).toBeCloseTo(2 / 5)
  const store = await storeOn(disk)
  expect(store.isHere(file.ref.address)).toBe(false)
  const again = must(await store.intake(file.ref))
  expect(again.next(2)).toEqual(file.sealed.pieces.slice(2, 4).map(addressOf))
  await takeAll(again, file)
  expect(toHex(must(await store.read(file.ref)))).toBe(toHex(file.clear))
})

test('[AT8] all pieces written and no name yet: the next process finishes it', async () => {
  const disk = memoryDisk()
  const file = made()
  const store = await storeOn(disk)
  must(await store.keep(file.sealed))
  must(await disk.rename(file.sealed.address, `${file.sealed.address}.part`))
  must(await disk.syncFolder())
  const next = await storeOn(disk)
  expect(must(await next.intake(file.ref)).next(1)).toEqual([])
  expect(next.isHere(file.ref.address)).toBe(true)
})

test('[AT9] bytes that are not the piece asked for are not taken', async () => {
  const store = await storeOn(memoryDisk())
  const [file, other] = [made(), made()]
  const intake = must(await store.intake(file.ref))
  expect(must(await intake.take(other.sealed.list))).toBe('wrong')
  expect(must(await intake.take(file.sealed.pieces[0]!))).toBe('wrong')
  must(await intake.take(file.sealed.list))
  expect(must(await intake.take(file.sealed.pieces[1]!))).toBe('wrong')
  expect(must(await intake.take(systemRandom.bytes(65_552)))).toBe('wrong')
  await takeAll(intake, file)
  expect(must(await intake.take(file.sealed.pieces[0]!))).toBe('wrong')
})

test('[AT10] a file that is not the one its name in the plan says is never handed out', async () => {
  const store = await storeOn(memoryDisk())
  const file = made()
  must(await store.keep(file.sealed))
  // Somebody's record gives this address for another file, and the key fits.
  const lie: FileRef = { ...file.ref, hash: 'dd'.repeat(32) }
  expect(codeOf(await store.read(lie))).toBe('E_FILE_DAMAGED')
})
