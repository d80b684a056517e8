// @vitest-environment happy-dom
// Files of a project, in its panel over a plan of the real core.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ok } from '#shared/base/result.ts'
import { MAX_FILE_BYTES } from '#shared/files/limits.ts'
import { selectBin } from '#shared/plan/bin.ts'
import { planAttach } from '#shared/plan/attachments.ts'
import { type ViewOf, listOf } from '#shared/plan/views.ts'
import { systemRandom } from '#node/system/ports.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { ProjectPanel } from '#renderer/features/project/ProjectPanel.tsx'
import { imageHead, isShowable } from '#renderer/features/project/imageHead.ts'
import { sizeText } from '#renderer/parts/sizeText.ts'
import { PlanMenu } from '#renderer/app/frame/PlanMenu.tsx'
import { bundleSentence } from '#renderer/parts/bundleSentence.ts'
import { Toasts } from '#renderer/ui/Toasts.tsx'
import { type Language, LANGUAGES } from '#renderer/words/languages.ts'
import { createWords, wordsOf } from '#renderer/words/words.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { wholePanel } from './openedPanel.tsx'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan
let projectId: string
let saved: unknown[]
let services: WindowServices

beforeEach(async () => {
  opened = await openedPlan()
  projectId = opened.addProject('Forn de pa')
  saved = []
  // The shell is another process; what it is asked is all that belongs to the window.
  const save = async (asked: unknown) => (saved.push(asked), ok({ name: 'acta.pdf', bytes: 3 }))
  services = { core: { shell: { saveAttachment: save, saveBundle: save } } } as unknown as WindowServices
  render(
    <ServicesProvider value={services}>
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={opened.plan}>
          <ProjectPanel
            route={{ at: 'plan', planId: opened.plan.planId, view: 'board', projectId }}
            projectId={projectId}
          />
          <Toasts closeLabel="Close" />
        </PlanProvider>
      </I18nProvider>
    </ServicesProvider>,
  )
  await wholePanel()
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const doc = () => opened.plan.document.doc.now()
const attached = (): readonly ViewOf<'Attachment'>[] => listOf('Attachment', doc().attachments)
const named = (): readonly (string | null)[] => attached().map(({ name }) => name)
const panel = (): HTMLElement => screen.getByRole('complementary', { name: 'Forn de pa' })
const section = () => within(screen.getByRole('region', { name: 'Files' }))
const file = (name: string, content: BlobPart = 'hola', type = 'application/pdf'): File =>
  new File([content], name, { type })
const held = (...files: readonly File[]) => ({ dataTransfer: { types: ['Files'], files } })

test('[UI95] a file is chosen, dropped on the panel or pasted; the plan names it when it is kept', async () => {
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Files' }))
  await user.click(section().getByRole('button', { name: 'Add a file…' }))
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!
  await user.upload(input, file('acta.pdf'))
  await waitFor('the chosen file is named', () => named().includes('acta.pdf'))
  expect(mustBe(await opened.plan.document.plan().readFile(attached()[0]!.id))).toHaveLength(4)

  fireEvent.dragOver(panel(), held())
  expect(screen.getByText('Let go to add it to this project’s files')).toBeTruthy()
  fireEvent.drop(panel(), held(file('u.pdf', 'u'), file('dos.pdf', 'dos')))
  expect(screen.queryByText('Let go to add it to this project’s files')).toBeNull()
  fireEvent.paste(panel(), { clipboardData: { types: ['Files'], files: [file('image.png', 'foto', 'image/png')] } })
  await waitFor('all are named', () => named().length === 4)
  expect([...named()].sort()).toEqual(['acta.pdf', 'dos.pdf', 'image.png', 'u.pdf'])
  await waitFor('they are shown', () => section().getAllByRole('button', { name: /^Save a copy/ }).length === 4)
})

test('[UI95] a plan file and pasted text are not taken; a file beyond the limit is refused in a sentence', async () => {
  expect(fireEvent.drop(panel(), held(file('pla.aplec')))).toBe(true)
  const clipboard = { types: ['text/plain', 'Files'], files: [file('image.png')] }
  expect(fireEvent.paste(panel(), { clipboardData: clipboard })).toBe(true)
  fireEvent.drop(panel(), held(file('gran.zip', new Uint8Array(MAX_FILE_BYTES + 1))))
  await screen.findByText(/This file is too large: a file may have up to 25 MB/)
  expect(named()).toEqual([])
})

test('[UI96] a file says how large it is, who added it and where it is; a copy is saved by main; it goes to the bin and back', async () => {
  const user = userEvent.setup()
  fireEvent.drop(panel(), held(file('acta.pdf', new Uint8Array(2_000_000))))
  await waitFor('the file is named', () => named().includes('acta.pdf'))
  await section().findByText('acta.pdf')
  expect(section().getByText(/^1\.9 MB · Núria · today/)).toBeTruthy()
  await user.click(await section().findByRole('button', { name: 'Save a copy: acta.pdf' }))
  const [{ id: hash }] = attached() as [ViewOf<'Attachment'>]
  expect(saved).toEqual([{ planId: opened.plan.planId, hash, name: 'acta.pdf' }])
  await user.click(section().getByRole('button', { name: 'Remove: acta.pdf' }))
  expect([named(), selectBin(doc()).map(({ title }) => title)]).toEqual([[], ['acta.pdf']])
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(named()).toEqual(['acta.pdf'])
})

test('[UI96] a file that is not here is said, and asked for; of one that came by name only that is said', async () => {
  const at = Date.UTC(2026, 10, 1)
  const elsewhere = { mediaType: '', by: null, at, sealed: 'cd'.repeat(32) }
  for (const [digits, name, size] of [
    ['ab', 'gran.mp4', 5_000_000],
    ['ac', 'petit.pdf', 500],
  ] as const) {
    const one = { ...elsewhere, hash: digits.repeat(32), name, size }
    mustBe(opened.plan.edit((now) => planAttach(now, projectId, one, systemRandom)))
  }
  await screen.findByRole('region', { name: 'Files' })
  await section().findByText('It is not on this laptop.')
  await section().findByText('Not on this laptop yet; it will come by itself.')
  await userEvent.click(section().getByRole('button', { name: 'Fetch it: gran.mp4' }))
  await waitFor('it is awaited', () => section().queryAllByText(/it will come by itself/).length === 2)
  expect(section().queryByRole('button', { name: /^Save a copy/ })).toBeNull()
})

test('[UI97] only what is a picture by its bytes is shown as one, and none that would fill the memory', async () => {
  const png = (width: number, height: number): Uint8Array => {
    const bytes = new Uint8Array(64)
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    new DataView(bytes.buffer).setUint32(16, width)
    new DataView(bytes.buffer).setUint32(20, height)
    return bytes
  }
  const text = (value: string): Uint8Array => new TextEncoder().encode(value.padEnd(64))
  expect(imageHead(png(640, 480))).toEqual({ type: 'image/png', width: 640, height: 480 })
  expect(isShowable(imageHead(png(60_000, 60_000))!)).toBe(false)
  expect(isShowable(imageHead(png(0, 10))!)).toBe(false)
  const gif = text('GIF89a')
  gif.set([0x80, 0x02, 0xe0, 0x01], 6)
  expect(imageHead(gif)).toEqual({ type: 'image/gif', width: 640, height: 480 })
  const jpeg = new Uint8Array(64)
  jpeg.set([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80])
  expect(imageHead(jpeg)).toEqual({ type: 'image/jpeg', width: 640, height: 480 })
  const webp = text('RIFF____WEBPVP8X')
  webp.set([0x7f, 0x02, 0, 0xdf, 0x01, 0], 24)
  expect(imageHead(webp)).toEqual({ type: 'image/webp', width: 640, height: 480 })
  for (const no of ['<svg xmlns="http://www.w3.org/2000/svg">', '<!doctype html><script>', '%PDF-1.7', '']) {
    expect(imageHead(text(no))).toBeNull()
  }

  fireEvent.drop(panel(), held(file('x.png', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'.padEnd(64), 'image/png')))
  fireEvent.drop(panel(), held(file('foto.png', png(640, 480) as Uint8Array<ArrayBuffer>, 'image/png')))
  await waitFor('the picture is shown', () => document.querySelectorAll('img.file-thumb').length === 1)
  await section().findByRole('button', { name: 'Save a copy: x.png' })
  expect(document.querySelectorAll('img')).toHaveLength(1)
  expect(document.querySelector('img')!.src).toMatch(/^blob:/)
})

test('[UI96] sizes are said as people say them, in every language', () => {
  expect([0, 1, 340 * 1024, 1.25 * 1024 ** 2, 25 * 1024 ** 2].map((bytes) => sizeText(bytes, 'en'))).toEqual([
    '0 bytes',
    '1 byte',
    '340 kB',
    '1.3 MB',
    '25 MB',
  ])
  expect(sizeText(1.25 * 1024 ** 2, 'fr')).toMatch(/^1,3\sMo$/)
})

test('[UI98] a plan with many files can be saved without them; a small one has nothing to choose', async () => {
  const user = userEvent.setup()
  render(
    <ServicesProvider value={services}>
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={opened.plan}>
          <PlanMenu planId={opened.plan.planId} />
        </PlanProvider>
      </I18nProvider>
    </ServicesProvider>,
  )
  const open = () => user.click(screen.getByRole('button', { name: 'Plan menu' }))
  await open()
  expect(screen.queryByRole('menuitem', { name: /without the attached files/ })).toBeNull()
  await user.keyboard('{Escape}')
  const film = {
    hash: 'ab'.repeat(32),
    sealed: 'cd'.repeat(32),
    name: 'film',
    mediaType: '',
    size: 24_000_000,
    by: null,
    at: 1,
  }
  mustBe(opened.plan.edit((now) => planAttach(now, projectId, film, systemRandom)))
  await open()
  await user.click(screen.getByRole('menuitem', { name: 'Save without the attached files (23 MB less)…' }))
  await waitFor('it is asked for', () => saved.length === 1)
  expect(saved).toEqual([{ planId: opened.plan.planId, files: false }])
})

test('[UI98] taking in a plan file says how many files came, in every language', () => {
  const report = { planId: 'aa', title: 'Pla', usable: 0, total: 0, notices: [] }
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    const words = wordsOf(createWords(language), language)
    const said = [0, 1, 2].flatMap((added) =>
      [0, 1, 2].map((files) => bundleSentence({ ...report, added, files }, words)),
    )
    expect(new Set(said).size).toBe(9)
    for (const sentence of said) expect(sentence).toMatch(/^[«“]\s?Pla\s?[»”]\s?: [^{}]*[.]$/u)
  }
})
