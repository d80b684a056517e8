// @vitest-environment happy-dom
// Who makes the plan, over a plan of the real core: people, working groups, partners, invitations.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, configure, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { ok } from '#shared/base/result.ts'
import { selectGroups, selectMembers, selectPartners } from '#shared/plan/lists.ts'
import { planAdd, planAll, planSet } from '#shared/plan/operations.ts'
import { systemRandom } from '#node/system/ports.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { openSettings } from '#renderer/data/settings.ts'
import { FirstSteps } from '#renderer/features/firstSteps/FirstSteps.tsx'
import { PeopleView } from '#renderer/features/people/PeopleView.tsx'
import { firstSteps } from '#renderer/parts/firstSteps.ts'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

/** On a machine with other work to do. */
const PATIENCE = { timeout: 30_000 }
configure({ asyncUtilTimeout: PATIENCE.timeout })

let opened: OpenedPlan
/** Plans that the window asked main to save as files. */
let waiting: number[]
let planListeners: Set<() => void>
let saved: string[]

beforeEach(async () => {
  window.localStorage.clear()
  opened = await openedPlan()
  saved = []
  waiting = []
  planListeners = new Set()
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const doc = () => opened.plan.document.doc.now()

function show(): void {
  const shell = { saveBundle: async ({ planId }: { planId: string }) => (saved.push(planId), ok(null)) }
  const settings = openSettings(window.localStorage, ['en'])
  const core = {
    shell,
    codesWaiting: async () => ok(waiting.map((codes) => ({ planId: opened.plan.planId, codes }))),
    onPlans: (listener: () => void) => (planListeners.add(listener), () => planListeners.delete(listener)),
    onCore: () => () => undefined,
  }
  render(
    <ServicesProvider value={{ core, settings } as unknown as WindowServices}>
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={opened.plan}>
          <FirstSteps />
          <PeopleView />
        </PlanProvider>
      </I18nProvider>
    </ServicesProvider>,
  )
}

const person = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`), expanded: false })

test('[UI111] a person without a device is added, put in a group, renamed and put in the bin, each a step of undo', async () => {
  const user = userEvent.setup()
  const group = newId(systemRandom)
  mustBe(opened.plan.edit((doc) => planAdd(doc, { type: 'Group', id: group }, { name: 'Acollida' }, systemRandom)))
  show()
  await user.type(screen.getByLabelText('Add someone who has no device yet'), 'Pau{Enter}')
  await user.click(person('Pau'))
  expect(screen.getByText(/takes this place/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Add Pau to a group' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Acollida' }))
  const stored = () => selectMembers(doc()).find(({ identity }) => identity === null)
  expect(stored()).toMatchObject({ name: 'Pau', groups: [group] })
  const name = screen.getByLabelText('Name')
  await user.clear(name)
  await user.type(name, 'Pau Vidal{Enter}')
  expect(stored()?.name).toBe('Pau Vidal')
  await user.click(screen.getByRole('button', { name: 'More: Pau Vidal' }))
  await user.click(await screen.findByRole('menuitem', { name: /bin/ }))
  expect(stored()).toBeUndefined()
  opened.plan.history.undo()
  expect(stored()?.name).toBe('Pau Vidal')
})

test('[UI111] each person shows what they carry, with ways to the projects', async () => {
  const user = userEvent.setup()
  const oven = opened.addProject('Forn de pa')
  const self = opened.plan.selfId()!
  const ref = { type: 'Project', id: oven } as const
  mustBe(opened.plan.edit((doc) => planSet(doc, ref, { leads: { add: [self] } })))
  const action = { title: 'Trobar local', who: [self], due: '2001-02-03' }
  mustBe(
    opened.plan.edit((doc) => planAdd(doc, { type: 'Action', id: newId(systemRandom), in: ref }, action, systemRandom)),
  )
  show()
  expect(person('Núria').textContent).toContain('carries 1 project · 1 action to do')
  await user.click(person('Núria'))
  const link = within(screen.getByRole('region', { name: 'Projects carried' })).getByRole('link', {
    name: 'Forn de pa',
  })
  expect(link.getAttribute('href')).toContain(`/people/${oven}`)
  expect(screen.getByText('was due 3 February 2001')).toBeTruthy()
})

test('[UI112] a working group has a purpose, a colour and people; a partner a kind, a contact and a website', async () => {
  const user = userEvent.setup()
  show()
  await user.click(screen.getByRole('tab', { name: /Working groups/ }))
  expect(screen.getByText('No working groups yet')).toBeTruthy()
  await user.type(screen.getByLabelText('New working group'), 'Compres{Enter}')
  await user.type(screen.getByLabelText('What it is for'), 'Comprar juntes')
  await user.click(screen.getByRole('button', { name: 'Add someone to Compres' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Núria' }))
  await user.click(screen.getByRole('button', { name: /Colour/ }))
  await user.click(await screen.findByRole('option', { name: 'Sea' }))
  expect(selectGroups(doc())).toMatchObject([{ name: 'Compres', purpose: 'Comprar juntes', colour: '4' }])
  expect(selectMembers(doc())[0]?.groups).toEqual([selectGroups(doc())[0]!.id])

  await user.click(screen.getByRole('tab', { name: /Partners/ }))
  await user.type(screen.getByLabelText('New partner'), 'Coop57{Enter}')
  await user.click(screen.getByRole('button', { name: /Kind/ }))
  await user.click(await screen.findByRole('option', { name: 'funder' }))
  await user.type(screen.getByLabelText('How to reach them'), 'Marta, 93 000 00 00')
  await user.type(screen.getByLabelText('Website'), 'https://coop57.example{Enter}')
  expect(screen.getByRole('link', { name: 'coop57.example' })).toBeTruthy()
  await user.tab()
  expect(selectPartners(doc())).toMatchObject([
    { name: 'Coop57', sort: 'funder', contact: 'Marta, 93 000 00 00', url: 'https://coop57.example' },
  ])
})

test('[UI113] an invitation without a relay says what works and leads there; it is listed and withdrawn by one click', async () => {
  const user = userEvent.setup()
  firstSteps.begin(opened.plan.planId)
  waiting = [2]
  show()
  expect(screen.getByText('Write your first project')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Invite someone' }))
  await user.click(screen.getByRole('button', { name: 'Make the link' }))
  expect(await screen.findByText(/the link alone leads nowhere/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Save the plan file…' }))
  await expect.poll(() => saved, PATIENCE).toEqual([opened.plan.planId])
  await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1)!)
  await user.click(screen.getByRole('tab', { name: /Invitations/ }))
  expect(screen.getByText('To write, for one person')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Withdraw' }))
  expect(await screen.findByText(/withdrawn · not used yet · made by Núria/)).toBeTruthy()

  // All three first steps are done: they go, for good.
  opened.addProject('Forn de pa')
  expect(screen.getByRole('link', { name: 'Write down the codes' })).toBeTruthy()
  waiting = []
  for (const tell of planListeners) tell()
  await expect.poll(() => screen.queryByText('Write your first project'), PATIENCE).toBeNull()
  expect(firstSteps.now()).toEqual([])
})

test('[UI102] a name is asked for before anybody is invited, once: also of who is really called so', async () => {
  const user = userEvent.setup()
  mustBe(await opened.plan.document.plan().rename('Jo'))
  await opened.plan.refresh()
  show()
  await user.click(screen.getByRole('button', { name: 'Invite someone' }))
  await user.type(screen.getByLabelText('Your name, as the others will see it'), 'Jo')
  await user.click(screen.getByRole('button', { name: 'Make the link' }))
  await user.click((await screen.findAllByRole('button', { name: 'Close' })).at(-1)!)
  await user.click(screen.getByRole('button', { name: 'Invite someone' }))
  expect(screen.queryByLabelText('Your name, as the others will see it')).toBeNull()
})

test('[UI115] a long list of people is drawn in parts, and a name is found in all of it', async () => {
  const user = userEvent.setup()
  const operations = Array.from({ length: 70 }, (_, index) => ({
    do: 'add' as const,
    ref: { type: 'Member' as const, id: newId(systemRandom) },
    fields: { name: `Persona ${100 + index}` },
  }))
  mustBe(opened.plan.edit((doc) => planAll(doc, operations, systemRandom)))
  show()
  const rows = () => screen.getAllByRole('button', { expanded: false }).filter((one) => /^[NP]/.test(one.textContent))
  expect(rows().length).toBe(60)
  await user.click(screen.getByRole('button', { name: 'Show 11 more people' }))
  expect(rows().length).toBe(71)
  await user.type(screen.getByLabelText('Find a person'), 'PERSONA 169')
  expect(rows().length).toBe(1)
})
