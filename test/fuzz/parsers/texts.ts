import { concat, utf8 } from '#shared/base/bytes.ts'
import { hash } from '#shared/base/crypto.ts'
import { parseImportJson } from '#shared/import/importJson.ts'
import { readTrelloBoard } from '#shared/import/trelloBoard.ts'
import { readLook } from '#shared/plan/look.ts'
import { LINK_PREFIX, MAX_LINK_RELAYS, encodeLink, parseLink } from '#shared/roster/link.ts'
import { formatCode, parseCode } from '#shared/roster/recoveryCode.ts'
import { readClaim } from '#node/pdf/verifyPdf.ts'
import { fileOf } from '#main/appFiles.ts'
import { findLink } from '#main/deepLink.ts'
import { readExternalAddress } from '#main/externalAddress.ts'
import { findPlanFile } from '#main/planFileDoor.ts'
import sodium from 'libsodium-wrappers'
import { readFileSync } from 'node:fs'
import { normalize } from 'node:path'
import { vectors } from '../../unit/roster/vectors.ts'
import { isSafeAddress, placeOfAddress, typedAddress } from '../../../src-renderer/parts/safeAddress.ts'
import { type FuzzParser, bytesOf, hold, holdSame, refusalOf, textOf } from '../fuzzParser.ts'

const variant = sodium.base64_variants.URLSAFE_NO_PADDING

/** Bytes of a link without prefix and check; mended, it is the text of a link whose check is right. */
export const link: FuzzParser = {
  name: 'link',
  share: 5,
  samples: () =>
    [vectors.link, vectors.bareLink].flatMap((text) => [
      sodium.from_base64(text.slice(LINK_PREFIX.length), variant).slice(0, -7),
      bytesOf(text),
    ]),
  mend(bytes) {
    const body = bytes.slice(0, 2_900)
    const check = hash('link', body).subarray(0, 4)
    return bytesOf(LINK_PREFIX + sodium.to_base64(concat(body, Uint8Array.of(4, 0, 4), check), variant))
  },
  read(bytes) {
    const link = parseLink(textOf(bytes))
    if (!link.ok) return refusalOf(link.error, ['E_INVITE_BROKEN'])
    const again = encodeLink(link.value)
    hold(again.ok, 'a link that was read cannot be written')
    holdSame(parseLink(again.value), link, 'another link')
    hold(link.value.relays.length <= MAX_LINK_RELAYS, 'more relays than a link names')
    return `${link.value.relays.length} relays`
  },
}

export const recoveryCode: FuzzParser = {
  name: 'recoveryCode',
  share: 3,
  samples: () => [bytesOf(vectors.code), bytesOf(vectors.code.toLowerCase()), bytesOf(vectors.codeOfOnes)],
  read(bytes) {
    const code = parseCode(textOf(bytes))
    if (!code.ok) return refusalOf(code.error, ['E_RECOVERY_CODE'])
    holdSame(parseCode(formatCode(code.value)), code, 'another code')
    return 'read'
  },
}

const ADDRESSES = [
  'https://example.org/a?b=c#d',
  'mailto:ana@example.org',
  'app://aplec/assets/index.js',
  'app://aplec/../../etc/passwd',
  'app://aplec/%2e%2e%2f%2e%2e%2fmain/index.js',
  'javascript:alert(1)',
  'file:///tmp/pla.aplec',
  '/home/ana/El nostre pla.aplec',
  'aplec://join#AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz',
]

/** Whatever another program, a page or a person gives as an address, a path or a word of the command line. */
export const address: FuzzParser = {
  name: 'address',
  share: 5,
  samples: () => ADDRESSES.map(bytesOf),
  read(bytes) {
    const text = textOf(bytes)
    const file = fileOf('/opt/aplec/renderer', text)
    hold(
      file === undefined || (file === normalize(file) && file.startsWith('/opt/aplec/renderer/')),
      `${file} is outside the folder`,
    )
    const outside = readExternalAddress(text)
    hold(outside === undefined || /^(https?:\/\/|mailto:)/.test(outside), `${outside} may not be opened`)
    const typed = typedAddress(text)
    hold(typed === null || isSafeAddress(typed), `${typed} is not safe`)
    hold(!isSafeAddress(text) || /^(https?|mailto):/i.test(text), `${text} is not safe`)
    placeOfAddress(text)
    const invitation = findLink([text])
    hold(invitation === undefined || /^aplec:\/\/join#[\w-]+$/.test(invitation), `${invitation} is no invitation`)
    const plan = findPlanFile(['aplec', text], '/home/ana')
    hold(plan === undefined || (plan.startsWith('/') && !plan.includes('\0')), `${plan} is no path`)
    return [file, outside, typed, invitation, plan]
      .map((one) => (one === undefined || one === null ? '-' : 'x'))
      .join('')
  },
}

/** Cut to a few cards: what is fuzzed is the reading, not the amount. */
function smallBoard(): Uint8Array {
  const board = JSON.parse(readFileSync(new URL('../../fixtures/import/ateneu-2014.json', import.meta.url), 'utf8')) as Record<string, unknown> // prettier-ignore
  const few = Object.entries(board).map(([key, value]) => [key, Array.isArray(value) ? value.slice(0, 2) : value])
  return bytesOf(JSON.stringify(Object.fromEntries(few)))
}

/** Leaves of a JSON text exchanged for others: damage that is still JSON. */
const LEAVES = [
  'null',
  '-1',
  '1e999',
  '""',
  '"\\u202e"',
  '{"__proto__":{"x":1}}',
  '[]',
  '[[[[[]]]]]',
  'true',
  '9007199254740993',
]

export const importFile: FuzzParser = {
  name: 'importFile',
  share: 3,
  samples: () => [smallBoard(), bytesOf('{"name":"x","lists":[],"cards":[]}'), bytesOf('[[1,{"a":"\\u00e9"}]]')],
  mend(bytes, chance) {
    const leaves = [...textOf(bytes).matchAll(/"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?|true|false|null/g)]
    const leaf = leaves[chance.below(Math.max(1, leaves.length))]
    if (leaf === undefined) return bytes
    const text = textOf(bytes)
    return bytesOf(text.slice(0, leaf.index) + chance.oneOf(LEAVES) + text.slice(leaf.index + leaf[0].length))
  },
  read(bytes) {
    const json = parseImportJson(bytes)
    if (!json.ok) return refusalOf(json.error, ['E_IMPORT_JSON', 'E_IMPORT_SIZE'])
    hold(({} as Record<string, unknown>)['x'] === undefined, 'the prototype of all objects has changed')
    const board = readTrelloBoard(json.value)
    return board.ok ? 'read' : refusalOf(board.error, ['E_IMPORT_FOREIGN', 'E_IMPORT_SIZE'])
  },
}

export const look: FuzzParser = {
  name: 'look',
  share: 2,
  samples: () => [
    bytesOf('{"title":"Pla","projects":{"0a":{"p1":{"title":"Hort","rank":"a0","lane":"l1"}}},"stages":{}}'),
  ],
  read(bytes) {
    const read = readLook(textOf(bytes))
    hold(({} as Record<string, unknown>)['title'] === undefined, 'the prototype of all objects has changed')
    return read === null ? 'refused' : 'read'
  },
}

export const pdfClaim: FuzzParser = {
  name: 'pdfClaim',
  share: 1,
  samples: () => [
    utf8(`%PDF-1.7\naplec plan=${'a1'.repeat(32)} agreement=${'b2'.repeat(16)} language=ca version=0.1.0\n%%EOF`),
    utf8(`%PDF-1.7\naplec plan=${'a1'.repeat(32)} draft language=fr version=0.1.0\n%%EOF`),
  ],
  read: (bytes) => (readClaim(bytes) === null ? 'no claim' : 'a claim'),
}
