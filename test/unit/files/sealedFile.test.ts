import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemRandom } from '#node/system/ports.ts'
import { toHex, utf8 } from '#shared/base/bytes.ts'
import {
  MAX_SEALED_PIECE_BYTES,
  PIECE_BYTES,
  addressOf,
  fileHash,
  fileKey,
  openList,
  openPiece,
  pieceSize,
  sealFile,
  sealedSize,
} from '#shared/files/sealedFile.ts'

const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
const room = 'aa'.repeat(32)
const clear = systemRandom.bytes(3 * PIECE_BYTES + 10)
const key = fileKey(secret, room, fileHash(clear))

test('[AT1] a file is named by the SHA-256 of its clear bytes, and its key comes from that and the epoch', () => {
  expect(fileHash(clear)).toBe(createHash('sha256').update(clear).digest('hex'))
  expect(toHex(fileKey(secret, room, fileHash(clear)))).not.toBe(
    toHex(fileKey(secret, 'bb'.repeat(32), fileHash(clear))),
  )
  const other = secret.map((byte) => byte + 1)
  expect(toHex(fileKey(other, room, fileHash(clear)))).not.toBe(toHex(key))
})

test('[AT1] the bytes of a small file, for ever', () => {
  const small = utf8('hola')
  const sealed = sealFile(small, fileKey(secret, room, fileHash(small)))
  expect(fileHash(small)).toBe('b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79')
  expect(sealed.address).toMatchInlineSnapshot(`"f563125bef08a015fff4152a11235591843dce542d797bc606315e69bd0d4396"`)
  expect(addressOf(sealed.pieces[0]!)).toMatchInlineSnapshot(
    `"fd528f4f03f83589d8c1e09f5214ad6b0279f2bd82b5f5fcdaa747052a7452cc"`,
  )
  expect(toHex(sealed.list)).toMatchInlineSnapshot(
    `"b99952ffac3dcad361180ba6328be9055d85e0e2a620efa26ac1785bc31058f935f08dcac2fa3909994e500fce7d48987ebe2389efa93c36a3"`,
  )
})

test.each([0, 1, 4_095, 4_096, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])(
  '[AT2] %i bytes come back as they went in, and take what the quota counts',
  (size) => {
    const bytes = systemRandom.bytes(size)
    const ownKey = fileKey(secret, room, fileHash(bytes))
    const sealed = sealFile(bytes, ownKey)
    const list = openList(sealed.list, ownKey)!
    expect(list.size).toBe(size)
    expect(sealed.pieces.map(addressOf)).toEqual(list.pieces)
    expect(sealed.pieces.map(({ length }) => length)).toEqual(list.pieces.map((_, i) => pieceSize(list, i)))
    expect(Math.max(...sealed.pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX_SEALED_PIECE_BYTES)
    const opened = sealed.pieces.map((piece, i) => openPiece(list, i, piece)!)
    expect(toHex(Uint8Array.from(opened.flatMap((part) => [...part])))).toBe(toHex(bytes))
    expect(sealedSize(size)).toBe(sealed.list.length + sealed.pieces.reduce((sum, { length }) => sum + length, 0))
  },
)

test('[AT2] the size of a file shows in steps of 4 KB only', () => {
  const sizes = [10, 1_000, 4_000].map((size) => {
    const bytes = systemRandom.bytes(size)
    const sealed = sealFile(bytes, fileKey(secret, room, fileHash(bytes)))
    return [sealed.list.length, ...sealed.pieces.map(({ length }) => length)]
  })
  expect(sizes[1]).toEqual(sizes[0])
  expect(sizes[2]).toEqual(sizes[0])
})

test('[AT3] a piece opens in its own place of its own file only, with its own key, and unchanged', () => {
  const sealed = sealFile(clear, key)
  const list = openList(sealed.list, key)!
  const [first, second] = sealed.pieces as [Uint8Array, Uint8Array]
  expect(openPiece(list, 0, first)).toBeDefined()
  expect(openPiece(list, 0, second)).toBeUndefined()
  expect(openPiece(list, 1, first)).toBeUndefined()
  expect(openPiece({ ...list, pieces: list.pieces.slice(0, 3) }, 0, first)).toBeUndefined()
  expect(openPiece({ ...list, key: fileKey(secret, room, 'cc'.repeat(32)) }, 0, first)).toBeUndefined()
  for (const at of [0, 1, first.length >> 1, first.length - 1]) {
    const wrong = new Uint8Array(first)
    wrong[at]! ^= 1
    expect(openPiece(list, 0, wrong)).toBeUndefined()
    expect(addressOf(wrong)).not.toBe(list.pieces[0])
  }
})

test('[AT3] a list that was cut, changed or sealed under another key is none', () => {
  const { list } = sealFile(clear, key)
  expect(openList(list, key)).toBeDefined()
  expect(openList(list.subarray(0, list.length - 1), key)).toBeUndefined()
  expect(openList(list.subarray(0, 5), key)).toBeUndefined()
  expect(openList(list, fileKey(secret, room, 'cc'.repeat(32)))).toBeUndefined()
  const wrong = new Uint8Array(list)
  wrong[20]! ^= 1
  expect(openList(wrong, key)).toBeUndefined()
})

test('[AT4] two members who add the same file make the same pieces, and nothing of the file shows in them', () => {
  const text = utf8('Llista de sòcies '.repeat(10_000))
  const ownKey = fileKey(secret, room, fileHash(text))
  const [one, other] = [sealFile(text, ownKey), sealFile(text, ownKey)]
  expect(other.address).toBe(one.address)
  const carried = [one.list, ...one.pieces].map((part) => Buffer.from(part).toString('latin1')).join('')
  expect(carried).not.toContain('Llista')
  expect(carried).not.toContain(Buffer.from(fileHash(text), 'hex').toString('latin1'))
})
