import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ok } from '#shared/base/result.ts'
import { type ByteSource, readRecords } from '#shared/journal/records.ts'
import { collect } from '#test/helpers/entries.ts'
import { keptCases } from './corpus.ts'
import { casesOf, parsers } from './parsers/all.ts'
import { runCases } from './runCases.ts'

const named = parsers.map((parser) => [parser.name, parser] as const)

test.each(named)('[FZ2] %s: the kept cases have the answers that are kept with them', async (name, parser) => {
  const kept = keptCases(name)
  const answers = await Promise.all(kept.map(({ bytes }) => parser.read(bytes)))
  expect(answers).toEqual(kept.map(({ answer }) => answer))
  expect(kept.length).toBeGreaterThan(1)
})

test('[FZ1] every case is some parser’s', () => {
  const all = parsers.reduce((sum, parser) => sum + casesOf(parser, 200_000), 0)
  expect(all).toBeGreaterThanOrEqual(200_000)
  expect(new Set(parsers.map(({ name }) => name)).size).toBe(parsers.length)
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const held = (): number => {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

test('[FZ3] what was read and refused is not held', async () => {
  const some = parsers.filter(({ name }) => ['frame', 'aplec', 'controlBody', 'link'].includes(name))
  for (const parser of some) await runCases(parser, 0, 500)
  const before = held()
  for (const parser of some) await runCases(parser, 500, 2_000)
  expect(held() - before).toBeLessThan(64 * 1024 * 1024)
})

test('[FZ4] a file of false heads is given up after a bounded search, and read once', async () => {
  const bytes = new Uint8Array(12 * 1024 * 1024)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 12 < bytes.length; at += 12) view.setUint32(at + 8, 0x41504c45)
  let read = 0
  const source: ByteSource = {
    size: bytes.length,
    read(offset, length) {
      read += length
      return Promise.resolve(ok(bytes.subarray(offset, offset + length)))
    },
  }
  const items = await collect(readRecords(source))
  expect(items).toMatchObject([{ found: 'damage', offset: 0, length: bytes.length }])
  expect(read).toBeLessThan(3 * bytes.length)
})
