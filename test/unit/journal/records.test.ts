import { expect, test } from 'vitest'
import { concat, toHex, utf8 } from '#shared/base/bytes.ts'
import { crc32c } from '#shared/base/crc32c.ts'
import { bytesSource, frameRecord, readRecords } from '#shared/journal/records.ts'
import { collect, streamWriter } from '#test/helpers/entries.ts'

const writer = streamWriter(1)
const entries = Array.from({ length: 6 }, (_, i) => writer.next(40 + i * 300))
const records = entries.map((entry) => frameRecord(entry.bytes))
const file = concat(...records)
const starts = records.map((_, i) => records.slice(0, i).reduce((sum, record) => sum + record.length, 0))

/** What the reader finds: an index for a good record, else the kind with its place. */
const found = async (bytes: Uint8Array) =>
  (await collect(readRecords(bytesSource(bytes)))).map((item) =>
    item.found === 'record'
      ? entries.findIndex((entry) => toHex(entry.bytes) === toHex(item.bytes))
      : `${item.found} ${item.offset} ${item.length}`,
  )
const place = (i: number) => `${starts[i]} ${records[i]?.length}`
const without = (i: number, what: string) => [0, 1, 2, 3, 4, 5].map((n) => (n === i ? what : n))

test('[JR9] CRC-32C as in RFC 3720', () => {
  const hex = (bytes: Uint8Array) => crc32c(bytes).toString(16)
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i)
  expect([
    hex(utf8('123456789')),
    hex(new Uint8Array(32)),
    hex(new Uint8Array(32).fill(0xff)),
    hex(ascending),
    hex(ascending.toReversed()),
    crc32c(utf8('1234'), utf8('56789')).toString(16),
  ]).toEqual(['e3069283', '8a9136aa', '62a8ab43', '46dd794e', '113fdb5c', 'e3069283'])
})

test('[JR9] a record, byte for byte', () => {
  expect(toHex(frameRecord(utf8('APLEhola')))).toMatchInlineSnapshot(`"000000082ae2a89a41504c45686f6c61"`)
})

test('[JR9] whole records come back in their order', async () => {
  expect(await found(file)).toEqual([0, 1, 2, 3, 4, 5])
})

test('[JR10] a flip in any byte of a record takes that record and no other', async () => {
  const wrong: string[] = []
  for (let i = 0; i < records.length; i++) {
    const length = records[i]?.length ?? 0
    for (const at of [0, 1, 2, 3, 4, 7, 8, 9, 11, 12, 100, 170, length >> 1, length - 1]) {
      const hit = Uint8Array.from(file)
      hit[(starts[i] as number) + at] = (hit[(starts[i] as number) + at] as number) ^ 0x10
      const items = await found(hit)
      if (JSON.stringify(items) !== JSON.stringify(without(i, `damage ${place(i)}`))) wrong.push(`${i}+${at}: ${items}`)
    }
  }
  expect(wrong).toEqual([])
})

test('[JR10] bytes put in or taken out in the middle take one record', async () => {
  const [from, length] = [starts[2] as number, records[2]?.length as number]
  const more = concat(file.subarray(0, from + 50), utf8('strange'), file.subarray(from + 50))
  const fewer = concat(file.subarray(0, from + 50), file.subarray(from + 60))
  expect([await found(more), await found(fewer)]).toEqual([
    without(2, `damage ${from} ${length + 7}`),
    without(2, `damage ${from} ${length - 10}`),
  ])
})

test('[JR10] a zeroed stretch over several records takes those it touches', async () => {
  const hit = Uint8Array.from(file).fill(0, (starts[1] as number) + 20, (starts[3] as number) + 4)
  const length = (starts[4] as number) - (starts[1] as number)
  expect(await found(hit)).toEqual([0, `damage ${starts[1]} ${length}`, 4, 5])
})

test('[JR11] a file that ends inside a record has a tail, wherever it ends', async () => {
  const end = starts[5] as number
  const wrong: string[] = []
  for (let length = end + 1; length < file.length; length++) {
    const items = await found(file.subarray(0, length))
    if (JSON.stringify(items) !== JSON.stringify([0, 1, 2, 3, 4, `tail ${end} ${length - end}`])) {
      wrong.push(`${length}: ${items}`)
    }
  }
  expect(wrong).toEqual([])
})

test('[JR11] room the system had added and not filled is a tail', async () => {
  const end = starts[5] as number
  const half = concat(file.subarray(0, end + 300), new Uint8Array(file.length - end - 300))
  expect([await found(concat(file, new Uint8Array(4096))), await found(half)]).toEqual([
    [0, 1, 2, 3, 4, 5, `tail ${file.length} 4096`],
    [0, 1, 2, 3, 4, `tail ${end} ${file.length - end}`],
  ])
})

test('[JR10] a file much larger than a reading window is read in pieces, and damage across their border is found', async () => {
  const large = streamWriter(2)
  const big = Array.from({ length: 9 }, () => frameRecord(large.next(900_000).bytes))
  const bytes = concat(...big)
  const border = 4 * 1024 * 1024
  bytes.fill(0xee, border - 2000, border + 2000)
  const items = await collect(readRecords(bytesSource(bytes)))
  const length = big[0]?.length as number
  const hit = Math.floor(border / length)
  expect(items.map(({ found: kind, offset }) => [kind, offset / length])).toEqual(
    Array.from({ length: 9 }, (_, i) => [i === hit ? 'damage' : 'record', i]),
  )
})

test('[JR12] false heads cannot make the reader search for hours', async () => {
  // Every 64 bytes a head that promises a megabyte: 16 GB to checksum in a megabyte of file without a limit.
  const head = concat(Uint8Array.of(0, 0x0f, 0xff, 0xff, 1, 2, 3, 4), utf8('APLE'), new Uint8Array(52).fill(7))
  const hostile = concat(...Array.from({ length: 80_000 }, () => head), ...records)
  const items = await collect(readRecords(bytesSource(hostile)))
  const bytes = items.reduce((sum, item) => sum + (item.found === 'record' ? item.bytes.length + 8 : item.length), 0)
  expect([bytes, items.every((item) => item.found !== 'tail')]).toEqual([hostile.length, true])
})
