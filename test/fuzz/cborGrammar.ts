/** CBOR spoilt as CBOR: a message is read into its items, some are changed, and it is written again, rightly or nearly. */
import { type Chance, bigEndian } from './mutate.ts'

interface Item {
  major: number
  /** The number itself, or how many bytes, elements or pairs the head claims. */
  argument: number
  /** Bytes of the head after the first; the shortest when undefined. */
  width?: number
  readonly text: Uint8Array
  readonly items: Item[]
}

const [BYTES, TEXT, ARRAY, MAP] = [2, 3, 4, 5]
const EDGES = [
  0,
  1,
  2,
  23,
  24,
  255,
  256,
  65_535,
  65_536,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53 - 2,
  2 ** 53 - 1,
  2 ** 60,
]
const NAMES = ['__proto__', 'constructor', 'toString', 'v', 'n', 't', 'seen', 'ctrl', 'bundle', 'minReader', '\u202e']

/** A message like `sample`, with one to four items changed. Not CBOR: comes back as it is. */
export function mutateCbor(sample: Uint8Array, chance: Chance): Uint8Array {
  const root = readItem(sample, { at: 0 })
  if (root === undefined) return sample
  for (let left = 1 + chance.below(4); left > 0; left--) {
    const all = flatten(root)
    change(chance.oneOf(all), chance, all)
  }
  const out: number[] = []
  writeItem(root, out)
  return Uint8Array.from(out)
}

function change(item: Item, chance: Chance, all: readonly Item[]): void {
  const at = chance.below(item.items.length + 1)
  switch (chance.below(9)) {
    case 0:
      return become(item, anyItem(chance))
    case 1:
      return become(item, structuredClone(chance.oneOf(all)))
    case 2:
      item.argument = chance.oneOf(EDGES)
      return
    case 3:
      item.width = chance.oneOf([1, 2, 4, 8])
      return
    case 4:
      item.items.splice(at, 1)
      item.argument = countOf(item)
      return
    case 5:
      item.items.splice(at, 0, structuredClone(chance.oneOf(all)), anyItem(chance))
      item.argument = countOf(item)
      return
    case 6:
      item.major = chance.below(8)
      return
    case 7:
      return become(item, wrapped(structuredClone(item), 1 + chance.below(12)))
    default:
      return become(
        item,
        many(structuredClone(chance.oneOf(item.items.length > 0 ? item.items : [item])), chance, all.length),
      )
  }
}

function become(item: Item, other: Item): void {
  Object.assign(item, { width: undefined }, other)
}

const countOf = ({ major, items }: Item): number => (major === MAP ? Math.floor(items.length / 2) : items.length)

function anyItem(chance: Chance): Item {
  const number = (major: number): Item => ({ major, argument: chance.oneOf(EDGES), text: new Uint8Array(), items: [] })
  const string = (major: number, text: Uint8Array): Item => ({ major, argument: text.length, text, items: [] })
  return chance.oneOf([
    () => number(0),
    () => number(1),
    () => string(BYTES, chance.bytes(chance.oneOf([0, 1, 15, 16, 17, 31, 32, 33, 64, 300]))),
    () => string(TEXT, new TextEncoder().encode(chance.oneOf(NAMES))),
    () => string(TEXT, chance.bytes(1 + chance.below(8))),
    () => ({ major: 7, argument: chance.oneOf([20, 21, 22, 23, 25, 27]), text: new Uint8Array(), items: [] }),
    () => ({ major: chance.oneOf([ARRAY, MAP]), argument: 0, text: new Uint8Array(), items: [] }),
  ])()
}

function wrapped(item: Item, depth: number): Item {
  let out = item
  for (let left = depth; left > 0; left--) out = { major: ARRAY, argument: 1, text: new Uint8Array(), items: [out] }
  return out
}

/** `size`: of the whole message, so that many of many do not fill the memory. */
function many(item: Item, chance: Chance, size: number): Item {
  const most = Math.min(chance.oneOf([2, 2, 2, 5, 5, 5, 70, 600]), Math.ceil(600 / size))
  const items = Array.from({ length: most }, () => item)
  return { major: ARRAY, argument: items.length, text: new Uint8Array(), items }
}

function flatten(item: Item): Item[] {
  return [item, ...item.items.flatMap(flatten)]
}

function readItem(bytes: Uint8Array, cursor: { at: number }): Item | undefined {
  const first = bytes[cursor.at]
  if (first === undefined) return undefined
  const [major, minor] = [first >> 5, first & 31]
  const width = minor < 24 ? 0 : 1 << (minor - 24)
  if (minor > 27 || cursor.at + 1 + width > bytes.length) return undefined
  let argument = minor < 24 ? minor : 0
  for (let i = 1; i <= width; i++) argument = argument * 256 + (bytes[cursor.at + i] as number)
  cursor.at += 1 + width
  const items: Item[] = []
  if (major === BYTES || major === TEXT) {
    if (argument > bytes.length - cursor.at) return undefined
    cursor.at += argument
    return { major, argument, text: bytes.slice(cursor.at - argument, cursor.at), items }
  }
  if (major === ARRAY || major === MAP) {
    for (let left = major === MAP ? argument * 2 : argument; left > 0; left--) {
      const item = readItem(bytes, cursor)
      if (item === undefined) return undefined
      items.push(item)
    }
  }
  return { major, argument, text: new Uint8Array(), items }
}

function writeItem({ major, argument, width, text, items }: Item, out: number[]): void {
  const first = major << 5
  const wide = width ?? (argument < 24 ? 0 : argument < 256 ? 1 : argument < 65_536 ? 2 : argument < 2 ** 32 ? 4 : 8)
  if (wide === 0 || argument >= 2 ** (8 * wide)) out.push(first | (argument % 24))
  else out.push(first | (24 + Math.log2(wide)), ...bigEndian(argument, wide))
  for (const byte of text) out.push(byte)
  for (const item of items) writeItem(item, out)
}
