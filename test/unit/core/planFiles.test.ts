/** Files of a plan as the core knows them, where the document says odd things of them. */
import { expect, onTestFinished, test } from 'vitest'
import { editDocument } from '#node/core/editDocument.ts'
import { systemRandom } from '#node/system/ports.ts'
import { newId } from '#shared/base/id.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { makePlanFiles } from '#shared/core/planFiles.ts'
import { fileKey, sealFile } from '#shared/files/sealedFile.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { nameFile } from '#test/helpers/attachedFiles.ts'
import { mustBe } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text.repeat(2_000))

async function scene() {
  const world = memoryMember()
  const { planId } = mustBe(await world.device.create({ title: 'Pla', name: 'Núria', template: 'blank' }))
  const session = mustBe(await world.device.open(planId))
  const project = newId(systemRandom)
  await add(session, project, 'Hort')
  const keep = async (text: string) => mustBe(await session.addFile(bytesOf(text)))
  return { world, session, project, keep, core: coreOf(session) }
}

async function add(session: PlanSession, id: string, title: string): Promise<void> {
  const plan = (doc: never) => planAdd(doc, { type: 'Project', id }, { title }, systemRandom)
  mustBe(await editDocument(session, (doc) => mustBe(plan(doc as never) as never)))
}

test('[AT23] a file that is here is read although the document says that it lies elsewhere', async () => {
  const { session, project, keep } = await scene()
  const file = await keep('acta ')
  await nameFile(session, project, { ...file, sealed: 'ab'.repeat(32) }, 'acta.pdf')
  expect(await session.fileState(file.hash)).toEqual({ at: 'here', sending: null })
  expect(mustBe(await session.readFile(file.hash))).toEqual(bytesOf('acta '))
})

test('[AT23] the same file added in two epochs is read under either place', async () => {
  const { session, project, keep, core } = await scene()
  const file = await keep('acta ')
  // Somebody else added it under another epoch, and the document has their place.
  const secret = systemRandom.bytes(32)
  const epochs = core.state.epochs as Map<string, Uint8Array>
  epochs.set('cd'.repeat(32), secret)
  const theirs = sealFile(bytesOf('acta '), fileKey(secret, session.planId, file.hash))
  expect(theirs.address).not.toBe(file.sealed)
  await nameFile(session, project, { ...file, sealed: theirs.address }, 'acta.pdf')
  expect(mustBe(await session.readFile(file.hash))).toEqual(bytesOf('acta '))
  // It still comes by itself from whoever has it there.
  const files = makePlanFiles(core)
  await files.refresh()
  expect(files.wanted().map(({ ref }) => ref.address)).toEqual([theirs.address])
})

test('[AT23] two files whose places were exchanged, or set to one, stay what they are', async () => {
  for (const isExchanged of [true, false]) {
    const { session, project, keep } = await scene()
    const [one, other] = [await keep('una '), await keep('altra ')]
    await nameFile(session, project, { ...one, sealed: other.sealed }, 'una.pdf')
    await nameFile(session, project, { ...other, sealed: isExchanged ? one.sealed : other.sealed }, 'altra.pdf')
    for (const [file, text] of [
      [one, 'una '],
      [other, 'altra '],
      [one, 'una '],
    ] as const) {
      expect(mustBe(await session.readFile(file.hash))).toEqual(bytesOf(text))
    }
  }
})

test('[AT23] a place that holds another file is not taken for it, and the other file stays', async () => {
  const { session, project, keep } = await scene()
  const other = await keep('altra ')
  const gone = 'ef'.repeat(32)
  await nameFile(session, project, { hash: gone, sealed: other.sealed, size: 10 }, 'perduda.pdf')
  expect(await session.readFile(gone)).toMatchObject({ error: { code: 'E_FILE_MISSING' } })
  await nameFile(session, project, other, 'altra.pdf')
  expect(mustBe(await session.readFile(other.hash))).toEqual(bytesOf('altra '))
})

test('[AT23] what stands among the files and is no record is passed over', async () => {
  const { session, project, keep, core } = await scene()
  const file = await keep('acta ')
  await nameFile(session, project, file, 'acta.pdf')
  await session.fileState(file.hash)
  const view = await core.docs.view({ roots: ['attachments'] })
  const named = (view.ok ? view.value.view['attachments'] : {}) as object
  const odd = Object.fromEntries([null, 7, 'x', [], true].map((value, i) => [`${i}`.repeat(64), value]))
  core.state.attachments = { heads: core.state.heads, plain: { ...odd, ...named, ['ff'.repeat(32)]: { sealed: null } } }
  const files = makePlanFiles(core)
  await files.refresh()
  expect(files.held().map(({ ref }) => ref.hash)).toEqual([file.hash])
  expect(files.missing()).toEqual([])
})

test('[AT26] while a large file is taken in, an edit is made and kept', async () => {
  const { session, world } = await scene()
  const bytes = systemRandom.bytes(20 * 1024 * 1024)
  let isIn = false
  const adding = session.addFile(bytes).then((added) => {
    isIn = true
    return mustBe(added)
  })
  // One timer of the device a time, as if others wanted the processor between all of them.
  let edited = false
  void add(session, newId(systemRandom), 'Forn').then(() => (edited = true))
  await waitFor('the edit is kept', async () => {
    await world.pass(20)
    return edited
  })
  expect(isIn).toBe(false)
  const pump = setInterval(() => void world.pass(1), 1)
  onTestFinished(() => clearInterval(pump))
  expect((await adding).size).toBe(bytes.length)
})
