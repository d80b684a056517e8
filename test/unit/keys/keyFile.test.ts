import { expect, test } from 'vitest'
import {
  type SystemWrap,
  addPlainWrap,
  addRecoveryWrap,
  addSystemWrap,
  createKeyFile,
  decodeKeyFile,
  encodeKeyFile,
  unlockPlain,
  unlockWithRecovery,
  unlockWithSystem,
} from '#node/keys/keyFile.ts'
import { seededRandom } from '#test/helpers/entries.ts'

const random = seededRandom(1)
const code = random.bytes(16)
/** A keyring that gives back what it was given, as long as it is the same keyring. */
const keyring = (mark: number): SystemWrap => ({
  wrap: (plain) => Promise.resolve(Uint8Array.of(mark, ...plain)),
  unwrap: (wrapped) =>
    wrapped[0] === mark ? Promise.resolve(wrapped.slice(1)) : Promise.reject(new Error('not in this keyring')),
})
const refused = (reason: string) => ({ ok: false, error: { code: 'E_KEYRING', reason } })

test('[JR33] a key file, byte for byte', () => {
  const counting = { bytes: (length: number) => Uint8Array.from({ length }, (_, i) => i) }
  const { file, keys } = createKeyFile(counting)
  expect(encodeKeyFile(addRecoveryWrap(file, keys, counting.bytes(16), counting))).toMatchInlineSnapshot(`
    "{"version":1,"secret":"000102030405060708090a0b0c0d0e0f1011121314151617bb385b004429838fab08089e91bab3bfb1e287a698ad9c3f89bf859f9c20ace60e7b3864c65e03ecf77de38ad4f4f566","wraps":[{"by":"recovery","key":"000102030405060708090a0b0c0d0e0f10111213141516176f3b55f1a649120456a890ccc4bcf1df6480a177904a754f061e1c228a9c100f15d8c35f7eafd6ae854aec61d88cef93"}]}
    b77c5cad2b356539950cd9a17b0ea5758a766012f0e583137dfbe6ee3f0a815b
    "
  `)
})

test('[JR33] any one wrap opens the file; the file comes back from its text', async () => {
  const { file, keys } = createKeyFile(random)
  const other = random.bytes(16)
  const wrapped = addRecoveryWrap(
    addRecoveryWrap(await addSystemWrap(file, keys, keyring(1)), keys, code, random),
    keys,
    other,
    random,
  )
  const read = decodeKeyFile(encodeKeyFile(wrapped))
  if (!read.ok) throw new Error('unreadable')
  const opened = { ok: true, value: keys }
  expect([
    await unlockWithSystem(read.value, keyring(1)),
    unlockWithRecovery(read.value, code),
    unlockWithRecovery(read.value, other),
    unlockPlain(addPlainWrap(file, keys)),
  ]).toEqual([opened, opened, opened, opened])
})

test('[JR34] a lost keyring, a wrong code or a missing wrap says so and changes nothing', async () => {
  const { file, keys } = createKeyFile(random)
  const wrapped = addRecoveryWrap(await addSystemWrap(file, keys, keyring(1)), keys, code, random)
  const lying: SystemWrap = { ...keyring(1), unwrap: () => Promise.resolve(new Uint8Array(32)) }
  const short: SystemWrap = { ...keyring(1), unwrap: () => Promise.resolve(new Uint8Array(3)) }
  expect([
    await unlockWithSystem(wrapped, keyring(2)),
    await unlockWithSystem(wrapped, lying),
    await unlockWithSystem(wrapped, short),
    unlockWithRecovery(wrapped, random.bytes(16)),
    unlockPlain(wrapped),
    await unlockWithSystem(file, keyring(1)),
    unlockWithRecovery(file, code),
  ]).toEqual([
    refused('system'),
    refused('system'),
    refused('system'),
    { ok: false, error: { code: 'E_RECOVERY_CODE' } },
    refused('noWrap'),
    refused('noWrap'),
    refused('noWrap'),
  ])
})

test('[JR34] after a keyring was lost the code opens the file and a new keyring takes the place of the old', async () => {
  const { file, keys } = createKeyFile(random)
  const wrapped = addRecoveryWrap(await addSystemWrap(file, keys, keyring(1)), keys, code, random)
  const recovered = unlockWithRecovery(wrapped, code)
  if (!recovered.ok) throw new Error('not recovered')
  const renewed = await addSystemWrap(wrapped, recovered.value, keyring(2))
  expect([await unlockWithSystem(renewed, keyring(2)), renewed.wraps.map(({ by }) => by)]).toEqual([
    { ok: true, value: keys },
    ['recovery', 'system'],
  ])
})

test('[JR34] a damaged key file is told from a lost keyring, and a later version from both', () => {
  const { file, keys } = createKeyFile(random)
  const text = encodeKeyFile(addPlainWrap(file, keys))
  const answers = new Set<string>()
  for (let at = 0; at < text.length; at += 3) {
    const flipped = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
    answers.add(JSON.stringify(decodeKeyFile(flipped)))
    answers.add(JSON.stringify(decodeKeyFile(text.slice(0, at))))
  }
  expect([...answers]).toEqual([JSON.stringify(refused('damaged'))])
  const later = { ...file, version: 2 }
  expect(decodeKeyFile(encodeKeyFile(later as unknown as typeof file))).toEqual({
    ok: false,
    error: { code: 'E_NEWER', version: 2 },
  })
})
