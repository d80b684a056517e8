// Copies of all plans and the text for those who mend, over real devices on a real disk; main's dialogs are not needed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { MemberDevice } from '#shared/core/contract.ts'
import { diagnosticFacts, type HostChannel, type HostInput } from '#shared/ipc/hostMessages.ts'
import { factsOfPlan, refusedPlan } from '#main/core/diagnosticFacts.ts'
import { countEntries, saveCopy } from '#main/core/saveCopy.ts'
import type { CoreHost } from '#main/coreHost.ts'
import { diagnosticsText } from '#main/diagnosticsText.ts'
import { PaperTray } from '#main/paperTray.ts'
import { attachmentName, distinctFiles, distinctNames, fileNameOf } from '#main/fileName.ts'
import { saveCopies } from '#main/saveCopies.ts'
import { attach } from '#test/helpers/attachedFiles.ts'
import { add, entriesIn, founded, joined, member, mustBe, relay, tempFolder } from '#test/helpers/memberFolder.ts'

const PRINT = {
  appVersion: '0.0.1',
  resources: resolve(import.meta.dirname, '../../../resources'),
  today: '2026-11-23',
}

type Ask = Pick<CoreHost, 'ask'>

/** The core's answers to main, from this process. `refused`: a plan whose copy the disk refuses. */
function coreOf(device: MemberDevice, refused = ''): Ask {
  const ask = async (channel: HostChannel, input: unknown): Promise<unknown> => {
    if (channel === 'plans') return ok(await device.list())
    const asked = input as HostInput<'saveCopy'>
    if (asked.planId === refused) return err(notice('E_DISK_FULL'))
    return saveCopy(mustBe(await device.open(asked.planId)), asked, PRINT)
  }
  return { ask: ask as CoreHost['ask'] }
}

const asked = { language: 'ca', deviceName: 'Portàtil / de la Núria', now: new Date(2026, 10, 23, 21, 5) }

test('[SH33] every plan is saved into a new folder and read back; two of one name are two files', async () => {
  const device = await member()
  const first = await founded(device)
  await add(first, 'Project', { title: 'Hort' })
  await founded(device)
  const into = await tempFolder()
  writeFileSync(join(into, 'keep.txt'), 'mine')
  const steps: string[] = []
  const onStep = ({ done, total }: { done: number; total: number }): void => void steps.push(`${done}/${total}`)
  const save = async () => mustBe(await saveCopies({ ...asked, kind: 'backup', core: coreOf(device), into, onStep }))

  const made = await save()
  expect(made.path).toBe(join(into, 'Aplec 2026-11-23 21.05 Portàtil de la Núria'))
  expect(steps).toEqual(['0/2', '1/2', '2/2'])
  expect(readdirSync(made.path).sort()).toEqual(['Pla 2.aplec', 'Pla.aplec'])
  for (const plan of made.plans) {
    const entries = await entriesIn(new Uint8Array(readFileSync(join(made.path, plan.files[0]!))))
    expect(plan).toMatchObject({ entries: entries.length, notices: [] })
    expect(entries.every(({ header }) => header.roomId === plan.planId)).toBe(true)
  }
  // A second one in the same minute touches nothing of the first.
  expect((await save()).path).toBe(`${made.path} 2`)
  expect(readFileSync(join(into, 'keep.txt'), 'utf8')).toBe('mine')
  expect(distinctNames(['Pla', 'pla', 'Pla 2', 'Pla'])).toEqual(['Pla', 'pla 2', 'Pla 2 2', 'Pla 3'])
})

test('[SH33] a plan that cannot be saved is named and the others are saved; a disk that gives back less is found out', async () => {
  const device = await member()
  const [good, bad] = [await founded(device, 'Bo'), await founded(device, 'Dolent')]
  const into = await tempFolder()
  const core = coreOf(device, bad.planId)
  const made = mustBe(await saveCopies({ ...asked, kind: 'backup', core, into, onStep: () => undefined }))
  const of = (planId: string) => made.plans.find((plan) => plan.planId === planId)
  expect(of(bad.planId)).toMatchObject({ title: 'Dolent', files: [], notices: [{ code: 'E_DISK_FULL' }] })
  expect(of(good.planId)).toMatchObject({ files: ['Bo.aplec'], notices: [] })

  const file = join(made.path, 'Bo.aplec')
  expect(mustBe(await countEntries(file, good.planId))).toBeGreaterThan(0)
  writeFileSync(file, readFileSync(file).subarray(0, -200))
  expect(await countEntries(file, good.planId)).toMatchObject({ ok: false })
  expect(await countEntries(join(made.path, 'gone.aplec'), good.planId)).toEqual(err(notice('E_FILE')))
  const nowhere = await saveCopies({ ...asked, kind: 'backup', core, into: join(into, 'x/y'), onStep: () => undefined })
  expect(nowhere).toEqual(err(notice('E_FILE')))
})

test('[SH34] everything: the same, and each plan as canonical JSON, as PDF, and as the PDF of its newest agreement', async () => {
  const device = await member()
  const plan = await founded(device, 'Pla de barri')
  await add(plan, 'Project', { title: 'Hort' })
  mustBe(await plan.adopt({ title: 'S’aprova', date: '2026-11-20' }))
  const into = await tempFolder()
  const core = coreOf(device)
  const made = mustBe(await saveCopies({ ...asked, kind: 'everything', core, into, onStep: () => undefined }))
  const names = ['Pla de barri.aplec', 'Pla de barri.json', 'Pla de barri.pdf', 'Pla de barri · 2026-11-20.pdf']
  expect(made.plans).toMatchObject([{ files: names, notices: [] }])
  expect(readdirSync(made.path).sort()).toEqual(names.toSorted())
  expect(readFileSync(join(made.path, names[1]!), 'utf8')).toBe(mustBe(await plan.canonicalJson('draft')))
  for (const name of names.slice(2)) expect(readFileSync(join(made.path, name)).subarray(0, 5).toString()).toBe('%PDF-')
})

test('[SH55] everything: attached files lie beside the plan as ordinary files, under names that are safe and their own', async () => {
  const device = await member()
  const plan = await founded(device, 'Pla de barri')
  const project = await add(plan, 'Project', { title: 'Hort' })
  const bytes = [1, 2, 3].map((byte) => new Uint8Array(2000).fill(byte))
  await attach(plan, project, bytes[0]!, 'acta.pdf')
  await attach(plan, project, bytes[1]!, 'Acta.pdf')
  await attach(plan, project, bytes[2]!, '../../fora.txt')
  const into = await tempFolder()
  const core = coreOf(device)
  const save = async (kind: 'backup' | 'everything') =>
    mustBe(await saveCopies({ ...asked, kind, core, into, onStep: () => undefined }))

  const made = await save('everything')
  const folder = 'Pla de barri · fitxers'
  expect(made.plans).toMatchObject([{ attached: { folder, saved: 3, elsewhere: 0, failed: 0 }, notices: [] }])
  const names = readdirSync(join(made.path, folder))
  expect(names.map((name) => name.toLowerCase()).sort()).toEqual(['acta 2.pdf', 'acta.pdf', 'fora.txt'])
  expect(new Set(names.map((name) => readFileSync(join(made.path, folder, name))[0]))).toEqual(new Set([1, 2, 3]))
  expect((await save('backup')).plans).toMatchObject([{ attached: null }])

  // A device that has the plan and not its large files says how many are missing.
  const at = await relay()
  mustBe(await plan.addRelay({ url: at.url, key: at.key }))
  const large = await attach(plan, project, new Uint8Array(1_200_000).fill(7), 'foto.jpg')
  const pau = await member()
  const his = await joined(pau, plan, at, { name: 'Pau' })
  mustBe(await plan.syncOnce(at))
  mustBe(await his.syncOnce(at))
  expect(await his.fileState(large)).toMatchObject({ at: 'elsewhere' })
  const ofPau = mustBe(
    await saveCopies({
      ...asked,
      kind: 'everything',
      core: coreOf(pau),
      into: await tempFolder(),
      onStep: () => undefined,
    }),
  )
  expect(ofPau.plans[0]!.attached).toEqual({ folder, saved: 3, elsewhere: 1, failed: 0 })
})

test('[SH55] a name that a file system keeps for itself, or that leads elsewhere, is made a safe one', () => {
  expect(['CON', 'nul.txt', '..', 'a/b\\c', 'x.'].map(fileNameOf)).toEqual(['_CON', '_nul.txt', 'plan', 'a b c', 'x'])
  expect(['aux.pdf', '.htaccess', `${'llarg'.repeat(40)}.odt`].map(attachmentName)).toEqual([
    '_aux.pdf',
    'htaccess',
    `${'llarg'.repeat(16)}.odt`,
  ])
  expect(distinctFiles(['a.pdf', 'A.pdf', 'a', 'a 2.pdf'])).toEqual(['a.pdf', 'A 2.pdf', 'a', 'a 2 2.pdf'])
})

test('[SH35] the text for those who mend holds nothing that people wrote, no name, no key and no address', async () => {
  const device = await member()
  const plan = await founded(device, 'Pla secret de Can Batlló')
  await add(plan, 'Project', { title: 'Forn clandestí' })
  await add(plan, 'Group', { name: 'Comissió rara' })
  const at = await relay()
  mustBe(await plan.addRelay({ url: at.url, key: at.key }))
  await joined(await member(), plan, at, { name: 'Pau Vidal' })
  mustBe(await plan.syncOnce(at))
  mustBe(await plan.adopt({ title: 'Acord reservat', date: '2026-11-20', place: 'La Fàbrica' }))
  const where = device.where()
  const facts = v.parse(diagnosticFacts, {
    plans: [
      await factsOfPlan(plan, where.plans[0]!.folder, 12.4),
      refusedPlan(notice('E_DISK', { file: '/home/nuria' })),
    ],
  })
  const text = diagnosticsText(
    {
      version: '0.1.0',
      electron: '33',
      system: 'linux',
      keyStorage: 'basic_text',
      keyIsProtected: false,
      startMs: { ready: 1 },
      windowMs: [1.5],
      memoryMb: [70],
    },
    facts,
  )
  const roster = plan.roster()
  const written = 'Can Batlló, secret, clandestí, rara, Núria, Pau, Vidal, reservat, Fàbrica'.split(', ')
  const ids = [plan.planId, at.url, at.key, new URL(at.url).host, where.folder, where.key]
  const secrets = [
    ...written,
    ...ids,
    ...(await plan.heads()),
    ...roster.members.map(({ memberId }) => memberId),
    ...mustBe(await plan.agreements()).flatMap(({ id, contentHash }) => [id, contentHash]),
  ]
  expect(secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual([])
  expect(text).toMatch(/plan 1\n {2}role: steward\n {2}openMs: 12\n/)
  expect(text).toMatch(/members: 2\n/)
  expect(text).toMatch(/relay 1: state /)
  expect(text).toMatch(/plan 2\n {2}not opened: E_DISK\n/)
  // Nothing longer than a word of ours or a number: no hash, no address, no sentence.
  expect(text.split(/[\s,:()]+/).filter((word) => word.length > 24 || /[^\w.-]/.test(word))).toEqual([])
  // Even a core that tells more than it should does not get it past the door.
  expect(v.safeParse(diagnosticFacts, { plans: [{ ...facts.plans[0], title: 'Pla' }] }).success).toBe(false)
})

test('[SH37] paper that leaves the window lies in a folder of its own, is recorded when it has left, and goes at the end', async () => {
  const temporary = await tempFolder()
  const told: string[] = []
  const ask = async (channel: HostChannel, input: unknown): Promise<unknown> => {
    told.push(channel)
    if (channel === 'planTitle') return ok('Pla: de/barri')
    if (channel !== 'exportPdf') return ok(null)
    const { path, record } = input as HostInput<'exportPdf'>
    expect(record).toBe(false)
    writeFileSync(path, '%PDF-')
    return ok({ bytes: 5, pages: 1, sha256: 'ab' })
  }
  const tray = new PaperTray({ ask: ask as CoreHost['ask'] }, temporary)
  const draft = { planId: 'ab'.repeat(32), version: 'draft' as const, language: 'ca' }
  const agreed = { ...draft, version: { agreement: 'cd' } }
  expect(tray.find(draft)).toBeUndefined()
  const [one, other] = [mustBe(await tray.make(draft)), mustBe(await tray.make(agreed))]
  expect([one.name, tray.find(draft), tray.find(agreed)]).toEqual(['Pla de barri.pdf', one, other])
  // A draft may have changed since: it is made anew, and the paper that is still being read is left alone.
  expect(mustBe(await tray.make(draft)).path).not.toBe(one.path)
  expect(readFileSync(one.path, 'utf8')).toBe('%PDF-')

  mustBe(await tray.taken(draft, one))
  expect(told).not.toContain('recordPrint')
  mustBe(await tray.taken(agreed, other))
  expect(told.at(-1)).toBe('recordPrint')
  await tray.clear()
  expect(readdirSync(temporary)).toEqual([])
})
