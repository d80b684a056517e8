import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { aplec, device, folder, relayProcess } from './aplec.ts'

// Each command is a process of its own; a busy machine takes seconds to start some.
vi.setConfig({ testTimeout: 240_000 })

test('[CL1] wrong usage exits 2, an expected failure 1 with one sentence and a code, and neither shows a trace', async () => {
  const dir = folder()
  const usage = [
    ['frob'],
    ['new', '--from', 'soon'],
    ['add', 'project'],
    ['add', 'dragon', 'x'],
    ['new', '--nope'],
    ['relay', '--port', 'many'],
  ]
  const said = await Promise.all([aplec('relay'), ...usage.map((args, i) => aplec('--data', `${dir}/${i}`, ...args))])
  for (const { code, out, err } of said) {
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/\(E_USAGE\)\n$/)
    expect(err).not.toMatch(/\n\s+at /)
  }
  const missing = await aplec('--data', dir, 'show', 'ffff')
  expect(missing).toEqual({ code: 1, out: '', err: 'There is no such plan on this device. (E_NO_PLAN)\n' })
  const help = await aplec('--help')
  expect(help.code).toBe(0)
})

test('[CL2] [CL3] [CL4] [CL5] [CL6] a plan is founded, filled and shown', async () => {
  const nuria = device()
  const plan = await nuria.does('new', '--title', 'Pla de prova', '--from', '2027', '--to', '2036', '--name', 'Núria')
  expect(plan).toMatch(/^[0-9a-f]{64}$/)
  const objective = await nuria.does('add', 'objective', plan, 'title=Aliments')
  const group = await nuria.does('add', 'group', plan, 'name=Central')
  const project = await nuria.does(
    'add',
    'project',
    plan.slice(0, 8),
    'title=Forn',
    'stage=Proposada',
    'objective=aliments',
    'years=2027-2030',
    'groups=Central',
    'tags=pa, forn',
  )
  await nuria.does(
    'add',
    'contribution',
    plan,
    'project=Forn',
    'title=Obres',
    'amount=1200,50 EUR',
    'year=2028',
    'status=sought',
  )
  await nuria.does('set', plan, project, 'title=Forn de pa', 'tags+=comú', 'tags-=pa')
  await nuria.does('set', plan, 'plan', 'vision=Pa per a tothom')
  const shown = await nuria.json('show', plan)
  expect(shown).toMatchObject({
    title: 'Pla de prova',
    horizon: { from: 2027, to: 2036 },
    objectives: { [objective]: { title: 'Aliments' } },
  })
  const { place, contributions, ...rest } = shown.projects[project]
  expect(rest).toMatchObject({
    title: 'Forn de pa',
    years: { from: 2027, to: 2030 },
    tags: { forn: true, comú: true },
    groups: { [group]: true },
  })
  expect(rest.tags).not.toHaveProperty('pa')
  expect(shown.stages[place.stage].title).toBe('Proposada')
  expect(Object.values(contributions)).toMatchObject([
    { amount: { minor: 120_050, unit: 'EUR' }, year: 2028, status: 'sought' },
  ])
  expect(await nuria.fails('set', plan, project, 'years=2030-2027')).toBe('E_PLAN_YEARS_REVERSED')
  expect(await nuria.fails('set', plan, 'ab'.repeat(16), 'title=x')).toBe('E_PLAN_MISSING')
  expect(await nuria.json('show', plan)).toEqual(shown)
  await nuria.does('move', plan, project, '--stage', 'Feta', '--objective', 'none')
  const moved = await nuria.json('show', plan)
  expect(moved.stages[moved.projects[project].place.stage].title).toBe('Feta')
})

test('[CL7] the bin keeps what is removed, and gives it back', async () => {
  const nuria = device()
  const plan = await nuria.does('new', '--title', 'P', '--name', 'Núria')
  const project = await nuria.does('add', 'project', plan, 'title=Forn')
  const before = await nuria.json('show', plan)
  await nuria.does('remove', plan, project)
  expect((await nuria.json('show', plan)).projects[project]).toMatchObject({
    title: 'Forn',
    removed: { at: expect.any(Number) },
  })
  expect(await nuria.does('show', plan)).not.toContain('Forn')
  await nuria.does('restore', plan, project)
  expect(await nuria.json('show', plan)).toEqual(before)
  expect(await nuria.fails('restore', plan, project)).toBe('E_PLAN_NOT_REMOVED')
})

test(
  '[CL8] [CL11] [CL12] [CL15] two devices meet at a relay, adopt, print the same bytes and verify them',
  { timeout: 120_000 },
  async () => {
    const relay = await relayProcess(join(folder(), 'relay'))
    const [nuria, pau] = [device(), device()]
    const plan = await nuria.does('new', '--template', 'commons-transition', '--language', 'en', '--name', 'Núria')
    expect(await nuria.fails('forget', plan)).toBe('E_UNSYNCED')
    await nuria.does('relays', plan, '--add', relay.url)
    const link = await nuria.does('invite', plan, '--uses', '1', '--expires', '12h')
    await nuria.does('sync', plan)
    expect(await pau.does('join', link, '--name', 'Pau', '--relay', relay.url)).toContain(plan)
    expect(await device().fails('join', link.slice(0, -9), '--name', 'Eva', '--relay', relay.url)).toBe(
      'E_INVITE_BROKEN',
    )

    await nuria.does('add', 'project', plan, 'title=From Núria')
    await pau.does('add', 'project', plan, 'title=From Pau')
    await pau.does('sync', plan, '--relay', relay.url)
    await nuria.does('sync', plan)
    await pau.does('sync', plan, '--relay', relay.url)
    const out = folder()
    for (const [who, name] of [
      [nuria, 'a'],
      [pau, 'b'],
    ] as const)
      await who.does('export', plan, '--format', 'json', '--out', join(out, `${name}.json`))
    expect(readFileSync(join(out, 'a.json'))).toEqual(readFileSync(join(out, 'b.json')))
    expect(readFileSync(join(out, 'a.json'), 'utf8')).toContain('From Pau')

    expect(await pau.fails('adopt', plan, '--title', 'Plan', '--date', '2026-07-27')).toBe('E_ROLE')
    await nuria.does(
      'adopt',
      plan,
      '--title',
      'Plan',
      '--date',
      '2026-07-27',
      '--present',
      '40',
      '--place',
      'Barcelona',
    )
    await nuria.does('set', plan, 'plan', 'title=Changed after')
    await nuria.does('sync', plan)
    await pau.does('sync', plan, '--relay', relay.url)
    await nuria.does('export', plan, '--format', 'pdf', '--out', join(out, 'a.pdf'))
    await pau.does('export', plan, '--format', 'pdf', '--out', join(out, 'b.pdf'))
    expect(readFileSync(join(out, 'a.pdf'))).toEqual(readFileSync(join(out, 'b.pdf')))
    expect(await pau.does('verify', join(out, 'a.pdf'), '--plan', plan)).toMatch(/^Yes: /)
    const altered = readFileSync(join(out, 'a.pdf'))
    altered[altered.length >> 1]! ^= 1
    writeFileSync(join(out, 'c.pdf'), altered)
    expect(await nuria.fails('verify', join(out, 'c.pdf'), '--plan', plan)).toBe('E_PDF_ALTERED')
    await nuria.does('export', plan, '--format', 'pdf', '--version', 'draft', '--out', join(out, 'd.pdf'))
    expect(await nuria.fails('verify', join(out, 'd.pdf'), '--plan', plan)).toBe('E_PDF_DRAFT')
    expect(await nuria.does('status', plan)).toContain('Agreed 2026-07-27 · 1 change since.')

    expect(await relay.stop()).toBe(0)
    const logged = relay
      .logs()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event)
    expect(logged).toContain('relay.stopped')
    expect(relay.logs()).not.toMatch(/Núria|Pau|Plan|From/)
  },
)

test(
  '[PD5] a PDF whose print record is not here is verified by making it again, byte for byte',
  { timeout: 60_000 },
  async () => {
    const nuria = device()
    const out = folder()
    const plan = await nuria.does('new', '--template', 'commons-transition', '--name', 'Núria')
    await nuria.does('adopt', plan, '--title', 'Pla', '--date', '2026-07-27')
    await nuria.does('bundle', plan, '--out', join(out, 'before.aplec'))
    await nuria.does('export', plan, '--format', 'pdf', '--out', join(out, 'plan.pdf'))
    const link = await nuria.does('invite', plan)
    await nuria.does('bundle', plan, '--out', join(out, 'after.aplec'))
    const pau = device()
    await pau.does('join', link, '--name', 'Pau', '--bundle', join(out, 'after.aplec'))
    expect(await pau.json('verify', join(out, 'plan.pdf'), '--plan', plan)).toMatchObject({
      verdict: 'agreement',
      how: 'recorded',
    })
    expect(await nuria.fails('verify', join(out, 'before.aplec'), '--plan', plan)).toBe('E_PDF_FOREIGN')
  },
)

test(
  '[CL9] a plan travels on a stick: join by file, edit on both sides, open the other’s file',
  { timeout: 60_000 },
  async () => {
    const [nuria, pau, stick] = [device(), device(), folder()]
    const plan = await nuria.does('new', '--title', 'Pla', '--name', 'Núria')
    const link = await nuria.does('invite', plan)
    await nuria.does('bundle', plan, '--out', join(stick, 'a.aplec'))
    await pau.does('join', link, '--name', 'Pau', '--bundle', join(stick, 'a.aplec'))
    await pau.does('add', 'project', plan, 'title=De Pau')
    await nuria.does('add', 'project', plan, 'title=De Núria')
    await pau.does('bundle', plan, '--out', join(stick, 'b.aplec'))
    await nuria.does('open', join(stick, 'b.aplec'))
    const titles = Object.values((await nuria.json('show', plan)).projects as Record<string, { title: string }>).map(
      ({ title }) => title,
    )
    expect(titles.toSorted()).toEqual(['De Núria', 'De Pau'])
    writeFileSync(join(stick, 'junk.aplec'), 'no plan at all')
    expect(await nuria.fails('open', join(stick, 'junk.aplec'))).toBe('E_BUNDLE')
  },
)

test('[CL10] a board comes in whole, and a broken one creates nothing', async () => {
  const nuria = device()
  const board = join(import.meta.dirname, '../../../resources/demo/trello-board.json')
  const { plan, report } = await nuria.json('import', board, '--name', 'Núria')
  expect(report.cameIn).toMatchObject({ stages: 6, projects: 10 })
  const before = await nuria.json('plans')
  const dir = folder()
  const text = readFileSync(board, 'utf8')
  for (const [name, content, code] of [
    ['cut.json', text.slice(0, 5_000), 'E_IMPORT_JSON'],
    ['other.json', '{"hello":1}', 'E_IMPORT_FOREIGN'],
    ['empty.json', '', 'E_IMPORT_JSON'],
  ] as const) {
    writeFileSync(join(dir, name), content)
    expect([name, await nuria.fails('import', join(dir, name))]).toEqual([name, code])
  }
  expect(await nuria.fails('import', join(dir, 'nowhere.json'))).toBe('E_FILE')
  expect(await nuria.json('plans')).toEqual(before)
  await nuria.does('import', board, '--into', plan)
  expect(Object.keys((await nuria.json('show', plan)).projects)).toHaveLength(20)
})

test('[CL13] the codes of a new plan go to a file that only its owner may read', async () => {
  const nuria = device()
  const said = await aplec('--data', nuria.dir, 'new', '--title', 'P', '--name', 'Núria')
  const plan = said.out.trim()
  const file = readdirSync(nuria.dir).find((name) => name.startsWith('codes-'))!
  const codes = readFileSync(join(nuria.dir, file), 'utf8')
  expect(statSync(join(nuria.dir, file)).mode & 0o777).toBe(0o600)
  expect(statSync(join(nuria.dir, 'device.key')).mode & 0o777).toBe(0o600)
  const [, recovery] = /Recovery code: (\S+)/.exec(codes)!
  expect(said.out + said.err).not.toContain(recovery)
  expect(said.err).toContain(file)
  expect(existsSync(join(nuria.dir, 'plans'))).toBe(true)

  const link = await nuria.does('invite', plan)
  await nuria.does('bundle', plan, '--out', join(nuria.dir, 'plan.aplec'))
  const pau = device()
  const joining = ['join', link, '--name', 'Pau', '--bundle', join(nuria.dir, 'plan.aplec')]
  expect(await pau.does(...joining)).toBe(plan)
  await pau.does('forget', plan, '--even-unsynced')
  expect(await pau.does(...joining)).toBe(plan)
  expect(readdirSync(pau.dir).filter((name) => name.startsWith('codes-'))).toHaveLength(2)
})

test('[CL14] a second call on the same folder is refused while the first works', async () => {
  const relay = await relayProcess(join(folder(), 'relay'))
  const nuria = device()
  const plan = await nuria.does('new', '--title', 'P', '--name', 'Núria')
  const calls = await Promise.all([1, 2, 3].map(() => aplec('--data', nuria.dir, 'sync', plan, '--relay', relay.url)))
  expect(calls.filter(({ code }) => code === 0).length).toBeGreaterThanOrEqual(1)
  for (const { code, err } of calls.filter((call) => call.code !== 0))
    expect([code, err]).toEqual([1, expect.stringContaining('(E_FOLDER_LOCKED)')])
  expect((await nuria.json('plans'))[0].plan).toBe(plan)
})

test('[CL16] a relay that cannot start says why in one sentence', async () => {
  const relay = await relayProcess(join(folder(), 'relay'))
  const other = device()
  expect(await other.fails('relay', '--port', new URL(relay.url).port)).toBe('E_PORT')
  writeFileSync(join(other.dir, 'relay.key'), 'no key')
  expect(await other.fails('relay', '--port', '0')).toBe('E_KEYRING')
})
