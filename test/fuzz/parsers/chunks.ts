import * as A from '@automerge/automerge/slim'
import { readChangeHeader } from '#shared/gate/changeHeader.ts'
import { CHUNK } from '#shared/gate/chunk.ts'
import { gateLimits } from '#shared/gate/limits.ts'
import { readBundle } from '#shared/gate/readChanges.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import { deflateRawSync } from 'node:zlib'
import { chunkOf, dataOf, newPlan } from '../../unit/gate/world.ts'
import { type FuzzParser, hold, refusalOf } from '../fuzzParser.ts'
import type { Chance } from '../mutate.ts'

const CODES = ['E_CHANGE_FORM', 'E_CHANGE_SIZE', 'E_CHANGE_OPS', 'E_KEY', 'E_VALUE', 'E_CHANGE_OPID', 'E_CHANGE_SEQ']

type Small = { title: string; stages: Record<string, unknown>; when?: unknown }

/** A change of 150 bytes with every sort of operation, and one that makes a plan. */
function smallDocument(): A.Doc<Small> {
  const actor = 'ab'.repeat(16)
  const first = A.from<Small>({ title: '', stages: {} }, { actor })
  return A.change(first, { time: 0, message: 'm' }, (draft) => {
    draft.stages['s1'] = { title: 'Idea', rank: new A.ImmutableString('a0') }
    A.splice(draft, ['title'], 0, 0, 'Pla')
    A.splice(draft, ['title'], 1, 1)
    A.mark(draft, ['title'], { start: 0, end: 1, expand: 'both' }, 'strong', true)
    draft.when = 7
  })
}

/** Length and checksum right again; sometimes deflated. */
function mendChunk(bytes: Uint8Array, chance: Chance, type: number): Uint8Array {
  const data = dataOf(bytes)
  if (type !== CHUNK.change || chance.below(4) > 0) return chunkOf(type, data)
  return chunkOf(CHUNK.compressedChange, deflateRawSync(data))
}

export const changeHeader: FuzzParser = {
  name: 'changeHeader',
  share: 10,
  samples: () => [...A.getAllChanges(smallDocument()), A.getAllChanges(newPlan('blank')).at(-1)!],
  mend: (bytes, chance) => mendChunk(bytes, chance, CHUNK.change),
  read(bytes) {
    const header = readChangeHeader(bytes, gateLimits)
    if (!header.ok) return refusalOf(header.error, CODES)
    hold(header.value.ops <= gateLimits.opsPerChange, 'more operations than the limit')
    return `read${header.value.badKey ? ', bad key' : ''}${header.value.badValue ? ', bad value' : ''}`
  },
}

export const gateBundle: FuzzParser = {
  name: 'gateBundle',
  share: 8,
  samples: () =>
    [smallDocument(), newPlan('blank') as A.Doc<unknown>].map((doc) =>
      A.saveBundle(
        doc,
        A.getChangesMetaSince(doc, []).map(({ hash }) => hash),
      ),
    ),
  mend: (bytes, chance) => mendChunk(bytes, chance, CHUNK.bundle),
  read(bytes) {
    const read = readBundle(bytes, gateSettings, gateLimits.opsPerDocument)
    if (!read.ok) return refusalOf(read.error, CODES)
    for (const change of read.value) {
      const alone = readChangeHeader(change.bytes, gateLimits)
      hold(alone.ok && alone.value.actor === change.actor, 'a change of a bundle cannot be read alone')
    }
    return `read ${read.value.length}`
  },
}
