import * as v from 'valibot'
import { expect, test } from 'vitest'
import { toHex, utf8 } from '#shared/base/bytes.ts'
import { CACHE_FILE, encodeCache, readCacheFile, writeCacheFile } from '#shared/journal/cacheFile.ts'
import { replaceFile } from '#shared/journal/replaceFile.ts'
import { type TwinFormat, readTwins, writeTwins } from '#shared/journal/twinFiles.ts'
import { seededNumbers } from '#test/helpers/entries.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

const parts = new Map([
  ['document', utf8('the bytes of a document')],
  ['view', new Uint8Array()],
])

test('[JR26] a cache file, byte for byte', () => {
  expect(toHex(encodeCache(new Map([['d', utf8('hola')]])))).toMatchInlineSnapshot(
    `"41504c430100000001000000016400000004686f6c614be80037596621cfdf8b4131ca28c65f82fc56bae3dd5ca0b6c19ce2c3aa139c"`,
  )
})

test('[JR26] the parts of the cache come back; without a file there is none', async () => {
  const disk = memoryDisk()
  expect(await readCacheFile(disk)).toEqual({ ok: false, error: { code: 'E_CACHE_LOST', reason: 'missing' } })
  valueOf(await writeCacheFile(disk, parts))
  expect(valueOf(await readCacheFile(disk))).toEqual(parts)
})

test('[JR26] a cache with any bit flipped, or cut anywhere, is lost and says so', async () => {
  const whole = encodeCache(parts)
  const numbers = seededNumbers(26)
  const answers = new Set<string>()
  for (let at = 0; at < whole.length; at++) {
    for (const bytes of [
      whole.map((byte, i) => (i === at ? byte ^ (1 << Math.floor(numbers() * 8)) : byte)),
      whole.subarray(0, at),
    ]) {
      const disk = memoryDisk()
      valueOf(await writeCacheFile(disk, parts))
      disk.damage(CACHE_FILE, () => bytes)
      answers.add(JSON.stringify(await readCacheFile(disk)))
    }
  }
  expect([...answers]).toEqual(['{"ok":false,"error":{"code":"E_CACHE_LOST","reason":"damaged"}}'])
})

test('[JR27] until the new file is whole on the disk the old one stays, whatever fails', async () => {
  for (const call of ['write', 'sync cache', 'read', 'rename', 'syncFolder']) {
    const disk = memoryDisk()
    valueOf(await replaceFile(disk, CACHE_FILE, utf8('old')))
    disk.failOnce(call, 'E_DISK')
    const failed = await replaceFile(disk, CACHE_FILE, utf8('new'))
    disk.crash()
    const left = new TextDecoder().decode(disk.bytes(CACHE_FILE))
    expect([call, failed.ok, left]).toEqual([call, false, 'old'])
    valueOf(await replaceFile(disk, CACHE_FILE, utf8('new')))
    disk.crash()
    expect(new TextDecoder().decode(disk.bytes(CACHE_FILE))).toBe('new')
  }
})

test('[JR27] what reads back as something else does not replace anything', async () => {
  const disk = memoryDisk()
  valueOf(await replaceFile(disk, CACHE_FILE, utf8('old')))
  const read = disk.read
  disk.read = async (name, offset, length) => {
    const bytes = await read(name, offset, length)
    return bytes.ok ? { ok: true, value: bytes.value.map((byte, i) => (i === 1 ? byte ^ 1 : byte)) } : bytes
  }
  const failed = await replaceFile(disk, CACHE_FILE, utf8('new'))
  expect([failed.ok ? 'ok' : failed.error, new TextDecoder().decode(disk.bytes(CACHE_FILE))]).toEqual([
    { code: 'E_DISK', file: `${CACHE_FILE}.new`, cause: 'read back differs' },
    'old',
  ])
})

// A stand-in for the local state of a plan, whose own format belongs to the core.
interface State {
  readonly generation: number
  readonly text: string
}
const schema = v.object({ generation: v.number(), text: v.string() })
const format: TwinFormat<State> = {
  names: ['local-a.json', 'local-b.json'],
  encode: (state) => utf8(`${JSON.stringify(state)}#`),
  decode(bytes) {
    const text = new TextDecoder().decode(bytes)
    if (!text.endsWith('#')) return null
    try {
      const parsed = v.safeParse(schema, JSON.parse(text.slice(0, -1)))
      return parsed.success ? parsed.output : null
    } catch {
      return null
    }
  },
  generation: (state) => state.generation,
}
const first: State = { generation: 1, text: 'first' }
const second: State = { generation: 2, text: 'second' }
const written = async (): Promise<MemoryDisk> => {
  const disk = memoryDisk()
  valueOf(await writeTwins(disk, format, first))
  valueOf(await writeTwins(disk, format, second))
  return disk
}

test('[JR28] either twin may be deleted, emptied, cut or garbled: the state is there, the file is named and restored', async () => {
  const changes = [() => undefined, () => new Uint8Array(), (b: Uint8Array) => b.slice(0, 9), () => utf8('rubbish')]
  for (const [mine, other] of [
    ['local-a.json', 'local-b.json'],
    ['local-b.json', 'local-a.json'],
  ] as const) {
    for (const change of changes) {
      const disk = await written()
      disk.damage(mine, change)
      expect(valueOf(await readTwins(disk, format))).toEqual({ value: second, damaged: [mine] })
      disk.damage(other, () => undefined)
      expect(valueOf(await readTwins(disk, format))).toEqual({ value: second, damaged: [other] })
    }
  }
})

test('[JR28] a crash between the two leaves the newer one, and that is no damage', async () => {
  const disk = memoryDisk()
  valueOf(await writeTwins(disk, format, first))
  disk.failOnce('write local-b.json.new', 'E_DISK')
  const failed = await writeTwins(disk, format, second)
  disk.crash()
  expect([failed.ok, valueOf(await readTwins(disk, format))]).toEqual([false, { value: second, damaged: [] }])
  disk.damage('local-a.json', () => undefined)
  expect(valueOf(await readTwins(disk, format)).value).toEqual(second)
})

test('[JR28] with both gone there is no state, and with both damaged both are named', async () => {
  const disk = await written()
  disk.damage('local-a.json', () => utf8('rubbish'))
  disk.damage('local-b.json', () => utf8('rubbish'))
  expect([valueOf(await readTwins(disk, format)), valueOf(await readTwins(memoryDisk(), format))]).toEqual([
    { value: undefined, damaged: ['local-a.json', 'local-b.json'] },
    { value: undefined, damaged: [] },
  ])
})
