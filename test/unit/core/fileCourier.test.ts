import { expect, test } from 'vitest'
import { editDocument } from '#node/core/editDocument.ts'
import { systemRandom } from '#node/system/ports.ts'
import { concat, fromHex, toHex } from '#shared/base/bytes.ts'
import type { Notice } from '#shared/base/codes.ts'
import { newId } from '#shared/base/id.ts'
import { makeFileCourier } from '#shared/core/fileCourier.ts'
import { makePlanFiles } from '#shared/core/planFiles.ts'
import { addressOf, fileHash, fileKey, sealFile } from '#shared/files/sealedFile.ts'
import { planAttach } from '#shared/plan/attachments.ts'
import { planAdd, planRemove } from '#shared/plan/operations.ts'
import { decodeFrame, encodeFrame } from '#shared/protocol/frameCodec.ts'
import type { FileFrame } from '#shared/sync/sessionState.ts'
import { mustBe } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

/** A plan that names a file which only the relay has; `lie` changes what the relay gives for a piece. */
async function scene(lie: (piece: Uint8Array, number: number) => Uint8Array = (piece) => piece) {
  const world = memoryMember()
  const { planId } = mustBe(await world.device.create({ title: 'Pla', name: 'Núria', template: 'blank' }))
  const session = mustBe(await world.device.open(planId))
  const core = coreOf(session)
  const clear = systemRandom.bytes(400_000)
  const hash = fileHash(clear)
  const sealed = sealFile(clear, fileKey([...core.state.epochs.values()][0]!, planId, hash))
  const project = newId(systemRandom)
  const file = { hash, sealed: sealed.address, size: clear.length, name: 'u', mediaType: '', by: null, at: 1 }
  for (const plan of [
    (doc: never) => planAdd(doc, { type: 'Project', id: project }, { title: 'Hort' }, systemRandom),
    (doc: never) => planAttach(doc, project, file, systemRandom),
  ]) {
    mustBe(await editDocument(session, (doc) => mustBe(plan(doc as never) as never)))
  }
  const parts = new Map([sealed.list, ...sealed.pieces].map((part, i) => [addressOf(part), lie(part, i - 1)]))
  const files = makePlanFiles(core)
  const troubles: Notice[] = []
  const asked: string[] = []
  const line = { connection: 1 as number | null, isQuiet: true, isAnswering: true }
  const courier = makeFileCourier(core, files, {
    connection: () => line.connection,
    isQuiet: () => line.isQuiet,
    mayPut: () => true,
    onKnown: () => undefined,
    onTrouble: (trouble) => troubles.push(trouble),
    send(bytes) {
      const frame = decodeFrame(bytes)
      if (!frame.ok) throw new Error('no frame')
      asked.push(frame.value.name)
      if (line.isAnswering) queueMicrotask(() => answer(frame.value as FileFrame))
    },
  })
  const held = (row: Uint8Array): readonly string[] =>
    Array.from({ length: row.length / 32 }, (_, i) => toHex(row.subarray(32 * i, 32 * i + 32))).filter((one) =>
      parts.has(one),
    )
  const answer = (frame: { readonly name: string; readonly body: unknown }): void => {
    const { addresses } = frame.body as { addresses: Uint8Array }
    const there = held(addresses)
    const said =
      frame.name === 'BLOB_GET'
        ? encodeFrame('BLOB_PUT', { pieces: there.map((one) => parts.get(one)!) })
        : encodeFrame('BLOB_HAVE', { addresses: concat(...there.map(fromHex)) })
    const decoded = decodeFrame(said)
    if (decoded.ok) courier.take(decoded.value as FileFrame)
  }
  return { world, session, files, courier, troubles, asked, line, hash, clear }
}

test('[AT13] [AT16] what the relay has comes, checked piece by piece', async () => {
  const { files, courier, troubles, hash, clear } = await scene()
  await courier.settle()
  expect(await files.state(hash)).toEqual({ at: 'here', sending: null })
  expect(toHex(mustBe(await files.read(hash)))).toBe(toHex(clear))
  expect(troubles).toEqual([])
})

test('[AT21] a relay that lies about bytes is told of, and nothing of the lie is kept', async () => {
  const lies: readonly ((piece: Uint8Array, number: number) => Uint8Array)[] = [
    (piece, number) => (number === 2 ? systemRandom.bytes(piece.length) : piece),
    (piece, number) => (number === 5 ? piece.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) : piece),
    (piece, number) => (number === 6 ? piece.slice(0, 20) : piece),
    (piece, number) => (number === -1 ? systemRandom.bytes(piece.length) : piece),
  ]
  for (const lie of lies) {
    const { files, courier, troubles, asked, hash, line } = await scene(lie)
    await courier.settle()
    expect((await files.state(hash)).at).toBe('elsewhere')
    expect(troubles.map(({ code }) => code)).toEqual(['E_RELAY_FILE'])
    const questions = asked.length
    await courier.settle()
    expect(asked.length).toBe(questions)
    // With the next connection it has another chance.
    line.connection = 2
    await courier.settle()
    expect(asked.length).toBeGreaterThan(questions)
  }
})

test('[AT19] nothing is asked while entries are on their way, and one question at a time', async () => {
  const { courier, asked, line, files, hash } = await scene()
  line.isQuiet = false
  const settled = courier.settle()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toEqual([])
  line.isQuiet = true
  line.isAnswering = false
  courier.look()
  await waitFor('it asks', () => asked.length === 1)
  courier.look()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toEqual(['BLOB_HAVE'])
  // The connection ends without an answer: it asks again on the next.
  line.connection = null
  courier.look()
  await settled
  expect((await files.state(hash)).at).toBe('elsewhere')
  line.connection = 2
  line.isAnswering = true
  await courier.settle()
  expect((await files.state(hash)).at).toBe('here')
})

test('[AT19] a relay that does not answer is not waited for without end', async () => {
  const { courier, asked, line, world } = await scene()
  line.isAnswering = false
  const settled = courier.settle()
  await waitFor('it asks', () => asked.length === 1)
  await world.pass(61_000)
  await settled
  expect(asked.length).toBe(1)
})

test('[AT13] what is in the bin is not fetched unasked, and is fetched when somebody asks', async () => {
  const { session, files, courier, hash, asked } = await scene()
  mustBe(
    await editDocument(session, (doc) => mustBe(planRemove(doc, { type: 'Attachment', id: hash }, null, 2) as never)),
  )
  await courier.settle()
  expect([asked, files.wanted()]).toEqual([[], []])
  await files.want(hash)
  await courier.settle()
  expect((await files.state(hash)).at).toBe('here')
})
