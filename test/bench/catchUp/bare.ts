/** The floor of a catch-up: the other side's changes are here already, and bare Automerge applies them at once. */
import { readFile } from 'node:fs/promises'
import * as A from '@automerge/automerge'
import { assert } from '#shared/base/assert.ts'
import { beDone, beReady, optionsOfSide, sameHeads } from './side.ts'

export interface BareOptions {
  readonly base: string
  readonly file: string
  readonly other: string
}

const { base, file, other } = optionsOfSide<BareOptions>()
const start = A.load(await readFile(base))
const theirs = A.getChangesSince(A.load(await readFile(other)), A.getHeads(start))
const mine = A.load(await readFile(file))
const heads = await beReady(A.getHeads(mine))
const [merged] = A.applyChanges(mine, theirs)
assert(sameHeads(A.getHeads(merged), heads), 'everything is applied')
beDone()
