import { expect, test } from 'vitest'
import { toHex, fromHex } from '#shared/base/bytes.ts'
import { MAX_ADVERT_PLANS, recognise, writeAdvert } from '#shared/protocol/nearAdvert.ts'
import { checkNumbers, nearLink, parseNearAddress } from '#shared/sync/nearAddress.ts'
import { seededNumbers, seededRandom } from '#test/helpers/entries.ts'

const random = seededRandom(7)
const hex = (bytes: number): string => toHex(random.bytes(bytes))
const key = hex(32)
const plans = Array.from({ length: MAX_ADVERT_PLANS + 3 }, () => ({ roomId: hex(32), member: hex(32) }))
const advert = (): Readonly<Record<string, string>> => writeAdvert(plans, key, random.bytes(16))
const [first] = plans as [{ roomId: string; member: string }]

test('[LA1] nothing in an announcement is met again in the next, and no id or key is in either', () => {
  const one = advert()
  const two = advert()
  const { v: _, ...secret } = one
  for (const [name, value] of Object.entries(secret)) expect(two[name]).not.toBe(value)
  const said = JSON.stringify([one, two])
  const bytes = Object.values(secret).map((value) => toHex(Uint8Array.from(Buffer.from(value, 'base64url'))))
  for (const id of [key, ...plans.flatMap(({ roomId, member }) => [roomId, member])]) {
    for (let at = 0; at + 12 <= id.length; at += 2) {
      const part = id.slice(at, at + 12)
      expect(said.includes(part) || bytes.some((text) => text.includes(part))).toBe(false)
    }
  }
  // One packet of a local network.
  expect(Object.entries(one).reduce((sum, [name, value]) => sum + name.length + value.length + 2, 0)).toBeLessThan(900)
})

test('[LA2] who knows the plan learns key and member, nobody else learns anything', () => {
  const text = advert()
  for (const { roomId, member } of plans.slice(0, MAX_ADVERT_PLANS))
    expect(recognise(text, roomId)).toEqual({ key, member: member.slice(0, 14) })
  expect(recognise(text, plans.at(-1)?.roomId ?? '')).toBeUndefined()
  expect(recognise(text, hex(32))).toBeUndefined()
})

test('[LA3] whatever the text, it is recognised whole or not at all', () => {
  const text = { ...writeAdvert([first], key, random.bytes(16)) }
  for (const name of ['s', '0']) {
    const bytes = Buffer.from(text[name] ?? '', 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(recognise({ ...text, [name]: Buffer.from(flipped).toString('base64url') }, first.roomId)).toBeUndefined()
    }
  }
  const chance = seededNumbers(3)
  const letters = 'AZaz09-_=. \u0000é'
  const some = (length: number): string =>
    Array.from({ length }, () => letters[Math.floor(chance() * letters.length)]).join('')
  for (let i = 0; i < 5_000; i++) {
    const value = {
      v: '1',
      s: chance() < 0.5 ? text['s'] : some(22),
      [some(1)]: some(3),
      '0': some(Math.floor(chance() * 70)),
    }
    expect(recognise(value, first.roomId)).toBeUndefined()
  }
  const odd = [
    null,
    1,
    'v=1',
    [],
    { v: 1 },
    { ...text, v: '2' },
    { ...text, s: 'A'.repeat(21) + 'B' },
    Object.create(text),
  ]
  for (const value of odd) expect(recognise(value, first.roomId)).toBeUndefined()
  expect(recognise({ ...text, 'x-later': 'y', '3': 'short' }, first.roomId)).toBeDefined()
})

test('[LA12] an address is read as people write it, its link carries the key, and sixteen digits stand for it', () => {
  const url = 'ws://192.168.1.5:47391/near'
  expect(parseNearAddress(' 192.168.1.5 ')).toEqual({ url })
  expect(parseNearAddress('192.168.1.5:5000')).toEqual({ url: 'ws://192.168.1.5:5000/near' })
  expect(parseNearAddress(nearLink('192.168.1.5:47391', key))).toEqual({ url, key })
  const wrong = ['', 'ana', '1.2.3', '1.2.3.256', '1.2.3.4:0', '1.2.3.4:70000', 'ws://1.2.3.4', 'aplec://near/1.2.3.4']
  for (const text of [...wrong, 'aplec://near/1.2.3.4#AAAA', `${nearLink('1.2.3.4', key)}!`])
    expect(parseNearAddress(text)).toBeUndefined()
  expect(checkNumbers(key)).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/)
  const other = fromHex(key)
  other[31] = (other[31] as number) ^ 1
  expect(checkNumbers(toHex(other))).not.toBe(checkNumbers(key))
})
